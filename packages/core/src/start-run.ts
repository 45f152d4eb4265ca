import type { EventData, ObjectId } from '@autopack/contracts'
import type { Ready } from './autopack.ts'
import type { Wired } from './wired.ts'

const author = { name: 'Autopack', email: 'autopack@localhost' }

export interface StartRequest {
  readonly ready: Ready
  /** Default: a new name. */
  readonly run: string | undefined
  readonly parent: EventData['run-create']['parent']
  /** Default: the commit the user's HEAD was at when the plan was prepared. */
  readonly base: ObjectId | null
  /** Branch that promote will move. Default: the one the user's HEAD was on then. */
  readonly target?: string | null
}

/** Freezes what was prepared into a run's first event. Throws `AUTOPACK_RUN_EXISTS`. */
export async function startRun(parts: Wired, { ready, run, parent, base, target = null }: StartRequest): Promise<string> {
  const { workspace, ids, engine, auditor, engineVersion } = parts
  const name = run ?? ids.next('run')
  const start = base ?? ready.start.commit
  const { setup } = ready.strategy.workspace
  await engine.create({
    run: name,
    created: {
      project: ready.plan.project,
      strategy: ready.strategy,
      policy: ready.policy,
      planDirectory: ready.planDirectory,
      plan: ready.plan,
      base: start,
      target: target ?? ready.start.branch,
      branch: `autopack/${name}`,
      engineVersion,
      auditorAvailable: auditor.available(),
      overrides: ready.overrides,
      flags: ready.flags,
      setupKey: setup.length === 0 ? null : await workspace.setupKey(start, setup.map((command) => command.run)),
      parent,
      author: parts.author ?? author,
    },
  })
  return name
}
