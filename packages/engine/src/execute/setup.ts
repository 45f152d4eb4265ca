import { AutopackError, type ArtifactReference, type CommandOutcome } from '@autopack/contracts'
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
    const refused = await workspace.keepPrepared(key, checkout).then(() => null, refusal)
    return refused === null ? { kind: 'ready' } : { kind: 'failed', message: refused, evidence }
  } finally {
    await workspace.remove(name)
  }
}

/** What setup has left behind is its own fault, and no reason to stop a run that could try again. */
function refusal(error: unknown): string {
  if (AutopackError.isInstance(error) && ofSetup.has(error.code)) return error.message
  throw error
}

const ofSetup: ReadonlySet<string> = new Set(['AUTOPACK_WORKSPACE_LINK', 'AUTOPACK_WORKSPACE_VIRTUALENV', 'AUTOPACK_WORKSPACE_COPY_FAILED', 'AUTOPACK_WORKSPACE_UNTRACKABLE'])

function describe(outcome: CommandOutcome): string {
  if (outcome.kind === 'exited') return `exit code ${outcome.exitCode}: ${(outcome.stderr || outcome.stdout).trim().slice(-500)}`
  return 'message' in outcome ? outcome.message : outcome.kind
}
