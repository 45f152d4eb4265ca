import type { Clock, Ledger, ModelFailure, ModelOutcome, ReportedWindow } from '@autopack/contracts'
import type { CompiledLimit, CompiledModel } from '../configuration/tables.ts'
import type { Look } from '../decide/situation.ts'

/** Where limits follow the provider's own count: what it has just said of it. */
export async function observe(ledger: Ledger, clock: Clock, model: CompiledModel, outcome: ModelOutcome, { windows }: Look): Promise<void> {
  for (const limit of new Set([...model.limits.builder, ...model.limits.auditor])) {
    const said = saidOf(limit, outcome, clock.now())
    const window = windows.get(limit.name)
    if (said === null || window === undefined) continue
    // in the limit's own time, so that what is said after a clock was set back is the newest all the same
    const { ahead, open } = window
    await ledger.observe(limit.window.key, { used: said.used, resetAt: said.resetAt === null ? null : said.resetAt + ahead, at: clock.now() + ahead }, open.buckets)
  }
}

interface Said {
  readonly used: number
  readonly resetAt: number | null
}

function saidOf(limit: CompiledLimit, outcome: ModelOutcome, now: number): Said | null {
  const { follows, hard } = limit
  if (follows === null) return null
  const isOf = (scope: ReportedWindow['scope'] | ModelFailure['scope']): boolean => scope !== 'model' || follows.ofModel
  const told = (outcome.windows ?? []).filter(({ name, scope }) => (follows.name === null ? isOf(scope) : follows.name === name)).flatMap((window) => usedOf(limit, window))
  if (told.length > 0) return told.reduce((most, next) => (next.used > most.used ? next : most))
  // what it refuses is all used until then
  const refused = follows.name === null && outcome.kind === 'failure' && outcome.resetAt !== null && outcome.resetAt > now && isOf(outcome.scope)
  return refused ? { used: hard, resetAt: outcome.resetAt } : null
}

/** In the limit's own unit; none where it counts something else. */
function usedOf({ unit, hard }: CompiledLimit, { used, resetAt }: ReportedWindow): Said[] {
  if ('share' in used) return [{ used: Math.ceil(Math.max(0, used.share) * hard), resetAt }]
  return used.unit === unit ? [{ used: Math.max(0, Math.ceil(used.count)), resetAt }] : []
}
