import { AutopackError, planSchema, type Plan } from '@autopack/contracts'
import type { RunView } from '@autopack/engine'
import { preparePlan } from './prepare-plan.ts'
import { startRun } from './start-run.ts'
import type { Wired } from './wired.ts'

/** A new run of what the old one did not keep, from its last good snapshot, under the configuration as it is now and what was asked for on the command line then. */
export async function retryRun(parts: Wired, run: string, name: string | undefined): Promise<string> {
  const view = await parts.engine.view(run)
  if (view.endedAt === null) throw refusal(run, `it has not ended; resume it with \`autopack resume ${run}\`, or cancel it first.`)
  const plan = remainderOf(view)
  if (plan === null) throw refusal(run, `every phase of it is complete. \`autopack promote ${run}\` takes its result over.`)
  const prepared = await preparePlan(parts, {
    plan: { text: JSON.stringify(plan, null, 2), file: `what is left of ${run}` },
    planDirectory: view.created.planDirectory,
    flags: view.created.flags ?? {},
    models: view.created.overrides ?? {},
    watched: view.created.strategy.approvalExpiresAfterMs !== null,
  })
  if (prepared.kind === 'refused') throw refusal(run, `what is left of it cannot run any more:\n${prepared.problems.join('\n')}`)
  return startRun(parts, { ready: prepared, run: name, parent: { run, kind: 'retry' }, base: view.head, target: view.created.target })
}

/** The plan without the phases that were kept; what depended on them depends on nothing now. */
function remainderOf(view: RunView): Plan | null {
  const plan = planSchema.parse(view.created.plan)
  const kept = new Set(Object.values(view.phases).filter((phase) => phase.state === 'COMPLETE' && !phase.rolledBack).map((phase) => phase.slice.id))
  const tiers = plan.tiers
    .map((tier) => ({
      ...tier,
      phases: tier.phases.filter(({ id }) => !kept.has(id)).map((phase) => (phase.dependsOn === undefined ? phase : { ...phase, dependsOn: phase.dependsOn.filter((id) => !kept.has(id)) })),
    }))
    .filter((tier) => tier.phases.length > 0)
  return tiers.length === 0 ? null : { ...plan, tiers }
}

function refusal(run: string, why: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_RETRY_REFUSED', message: `Run ${run} cannot be retried: ${why}` })
}
