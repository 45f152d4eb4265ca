import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from '../bench.ts'
import { alternate } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'
import { runPlan } from '../trial/run-plan.ts'
import { ciCommand, createRepository, writeChange } from '../trial/sample-project.ts'

const rounds = 11
const reportPeak = fileURLToPath(new URL('../measuring/report-peak.cjs', import.meta.url))

export const wholeRun: Bench = {
  name: 'whole-run',
  about:
    'A plan of one phase with the bundled binary on a fresh repository, from the start of the process to its exit: plan compiled, repository inspected, baseline CI, a model builds, the change is judged, CI on a fresh checkout, a second model audits, snapshot and receipt. Models answer at once.',
  async run(place) {
    const bundle = await place.bundle()
    let tokens = 0
    const wall = async (folder: string): Promise<number> => {
      const run = await runPlan({ bundle, folder, phases: 1 })
      tokens = run.tokens
      return run.wallMs
    }
    const measured = await alternate(rounds, {
      'wall ms': () => place.inFolder(wall),
      'its two CI runs alone ms': () => place.inFolder(ciAlone),
      'peak MB': () => place.inFolder((folder) => peakOf(bundle, folder)),
    })
    const { 'peak MB': peak, ...times } = measured
    return [
      { what: 'one phase, whole process', value: times['wall ms'].median, unit: 'ms', goal: { atMost: 500 }, measured: times },
      { what: 'memory of the engine’s process at its peak', value: peak.median, unit: 'MB', goal: { atMost: 150 }, measured: { 'peak MB': peak } },
      { what: 'tokens on the wire, four bytes each', value: tokens, unit: 'tokens', goal: { atMost: 5000 }, measured: {} },
    ]
  },
}

/** CI as the run has it, before the change and after, with nothing around it. */
async function ciAlone(folder: string): Promise<number> {
  createRepository(folder)
  const [, ...args] = ciCommand
  const before = await runProcess(process.execPath, args, { cwd: folder })
  writeChange(folder, 1)
  const after = await runProcess(process.execPath, args, { cwd: folder })
  return before.wallMs + after.wallMs
}

async function peakOf(bundle: string, folder: string): Promise<number> {
  const file = join(folder, 'peak')
  await runPlan({ bundle, folder, phases: 1, nodeFlags: ['--require', reportPeak], env: { BENCH_PEAK_FILE: file } })
  return Number(readFileSync(file, 'utf8')) / 1024
}
