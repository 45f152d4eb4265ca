import type { ArtifactReference, CommandOutcome } from '@autopack/contracts'
import type { Performer } from './performer.ts'
import { markerOf, workName } from './work-name.ts'

const setupTimeoutMs = 600_000
const outputLimit = 1_000_000

/** Runs the project's setup in a checkout of its own and keeps what it added. */
export const setup: Performer<'setup'> = async (session, effect, signal) => {
  const { workspace, runner, clock } = session.parts
  const { key, commit, timeoutMs = Infinity } = effect.input
  if (await workspace.hasPrepared(key)) return { kind: 'ready' }
  const strategy = session.view.created.strategy.workspace
  const name = workName(session, effect.effect)
  const checkout = await workspace.create(name, commit, { copy: strategy.copy })
  const evidence: ArtifactReference[] = []
  const latest = clock.monotonic() + timeoutMs
  try {
    for (const { run, network } of strategy.setup) {
      const outcome = await runner.run(
        {
          use: 'setup',
          argv: run,
          cwd: checkout.path,
          writable: [checkout.path],
          readable: [],
          env: network ? {} : { npm_config_fetch_retries: '0' },
          network,
          timeoutMs: Math.max(1, Math.min(setupTimeoutMs, latest - clock.monotonic())),
          outputLimit,
          marker: markerOf(session, effect.effect),
        },
        signal,
      )
      if ('stdout' in outcome) evidence.push(await session.keep('setup-output.txt', 'text/plain', `${outcome.stdout}\n${outcome.stderr}`))
      if (outcome.kind === 'exited' && outcome.exitCode === 0) continue
      return { kind: 'failed', message: `${run.join(' ')}: ${describe(outcome)}`, evidence }
    }
    await workspace.keepPrepared(key, checkout)
    return { kind: 'ready' }
  } finally {
    await workspace.remove(name)
  }
}

function describe(outcome: CommandOutcome): string {
  if (outcome.kind === 'exited') return `exit code ${outcome.exitCode}: ${(outcome.stderr || outcome.stdout).trim().slice(-500)}`
  return 'message' in outcome ? outcome.message : outcome.kind
}
