import { createCommandRunner, probeIsolation, type Isolation } from '@autopack/command-sandbox'
import type { CommandRunner } from '@autopack/contracts'
import type { Bench } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'

const rounds = 40
const command = '/bin/true'

export const isolation: Bench = {
  name: 'isolation',
  about: '`/bin/true` through the command runner, in bubblewrap (level 3) and with its filter of system calls (level 4), against the same program started bare. A host without bubblewrap measures nothing.',
  async run(place) {
    const found = await probeIsolation({ platform: process.platform, temporary: '/tmp', path: ['/usr/bin', '/bin'] })
    if (found.containment.kind !== 'bubblewrap') return []
    const { containment } = found
    return place.inFolder(async (folder) => {
      const level3 = runnerOf({ ...found, containment: { ...containment, filter: null } })
      const level4 = runnerOf(found)
      const measured = await alternate(rounds, {
        'bare ms': async () => (await runProcess(command, [], { cwd: folder })).wallMs,
        'level 3 ms': () => timed(() => runIn(level3, folder)),
        'level 4 ms': () => timed(() => runIn(level4, folder)),
      })
      const { 'bare ms': bare, 'level 3 ms': three, 'level 4 ms': four } = measured
      return [
        { what: 'what level 3 adds to a command', value: three.median - bare.median, unit: 'ms', goal: { atMost: 10 }, measured },
        { what: 'what level 4 adds', value: four.median - bare.median, unit: 'ms', goal: { atMost: 10 }, measured: {} },
      ]
    })
  },
}

function runnerOf(found: Isolation): CommandRunner {
  return createCommandRunner({ environment: process.env, probe: async () => found })
}

async function runIn(runner: CommandRunner, folder: string): Promise<void> {
  const outcome = await runner.run({ use: 'ci', argv: [command], cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1000, marker: 'bench:isolation' })
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) throw new Error(`${command} ${outcome.kind}`)
}
