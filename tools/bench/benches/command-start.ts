import { dirname } from 'node:path'
import type { Bench } from '../bench.ts'
import { alternate } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'
import { runPlan } from '../trial/run-plan.ts'

const rounds = 15

export const commandStart: Bench = {
  name: 'command-start',
  about: '`autopack --version` of the bundled binary against `node -e 0`, and the first output of `autopack run`.',
  async run(place) {
    const bundle = await place.bundle()
    const wall = async (...args: readonly string[]): Promise<number> => (await runProcess(process.execPath, args, { cwd: dirname(bundle) })).wallMs
    const measured = await alternate(rounds, {
      'version ms': () => wall(bundle, '--version'),
      'bare node ms': () => wall('-e', '0'),
      'first output ms': () => place.inFolder(async (folder) => (await runPlan({ bundle, folder, phases: 1 })).firstOutputMs ?? Number.NaN),
    })
    const { 'version ms': version, 'bare node ms': bare, 'first output ms': first } = measured
    return [
      { what: '`autopack --version` ÷ `node -e 0`', value: version.median / bare.median, unit: '×', goal: { atMost: 2.5 }, measured: { 'version ms': version, 'bare node ms': bare } },
      { what: 'first output of `autopack run`', value: first.median, unit: 'ms', goal: { atMost: 100 }, measured: { 'first output ms': first } },
    ]
  },
}
