import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'
import { runPlan } from '../trial/run-plan.ts'
import { ciCommand, createRepository, writeChange } from '../trial/sample-project.ts'

const phases = 6
const rounds = 9
const script = fileURLToPath(new URL('../trial/by-hand.sh', import.meta.url))

/** The first phase meets what a process loads once; it is left out, as the baseline is. */
export const governedPhase: Bench = {
  name: 'governed-phase',
  about:
    'A phase of a run of the bundled binary (built and audited by models that answer at once, through the official SDK; journalled, judged, sandboxed, snapshot with receipt) against a shell script that does by hand what any tool must: two checkouts, the change, its commit, the same CI, the branch and the tag.',
  async run(place) {
    const bundle = await place.bundle()
    const measured = await alternate(rounds, {
      'autopack ms': () => place.inFolder((folder) => governed(bundle, folder)),
      'by hand ms': () => place.inFolder(byHand),
    })
    const value = measured['autopack ms'].median / measured['by hand ms'].median
    return [{ what: 'a governed phase ÷ the same by hand', value, unit: '×', goal: { atMost: 1.5 }, measured }]
  },
}

/** Mean milliseconds of a phase but the first, by the clock of the journal. */
async function governed(bundle: string, folder: string): Promise<number> {
  const { stdout } = await runPlan({ bundle, folder, phases: phases + 1, flags: ['--json'] })
  const ends = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .filter(isKept)
    .map(({ at }) => at)
  const [first = 0, last = 0] = [ends.at(0), ends.at(-1)]
  if (ends.length !== phases + 1) throw new Error(`${ends.length} of ${phases + 1} phases were kept`)
  return (last - first) / phases
}

interface Kept {
  readonly at: number
}

function isKept(event: unknown): event is Kept {
  const { type, data } = event as { type: string; data?: { to?: string } }
  return type === 'phase-state' && data?.to === 'COMPLETE'
}

async function byHand(folder: string): Promise<number> {
  const changes = join(folder, 'changes')
  for (let number = 1; number <= phases; number += 1) writeChange(join(changes, `${number}`), number)
  const repository = join(folder, 'repository')
  createRepository(repository)
  return (await timed(() => runProcess('/bin/sh', [script, repository, folder, changes, ...ciCommand], { cwd: folder }))) / phases
}
