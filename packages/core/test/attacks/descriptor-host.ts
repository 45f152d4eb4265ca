import { spawnSync } from 'node:child_process'
import { createCommandRunner, type Isolation } from '@autopack/command-sandbox'

/** A process that was started with descriptors it knows nothing of, and runs a script: plainly, by the strongest isolation, or by the weakest. */
const [way = '', script = '', folder = ''] = process.argv.slice(2)
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', TMPDIR: folder }
const weak = async (): Promise<Isolation> => ({ containment: { kind: 'process-group', prefix: ['/usr/bin/env'] }, degradedBecause: [] })

if (way === 'plain') spawnSync('sh', ['-c', script], { cwd: folder, env: environment, stdio: ['ignore', 'inherit', 'inherit'] })
else {
  const runner = createCommandRunner({ environment, ...(way === 'weak' ? { probe: weak } : {}) })
  const outcome = await runner.run({ use: 'ci', argv: ['sh', '-c', script], cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 10_000, marker: 'descriptors:1:x' })
  process.stdout.write('stdout' in outcome ? `${outcome.kind} ${outcome.stdout}` : outcome.message)
}
