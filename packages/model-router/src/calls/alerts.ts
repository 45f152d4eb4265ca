import type { AlertLevel, AnchorMove, QuotaAlert } from '@autopack/contracts'
import type { CompiledLimit } from '../configuration/tables.ts'
import type { Look } from '../decide/situation.ts'
import type { Caller, Router } from './router.ts'

/** Tells of every threshold that what is really used has come to: once for each window, by whoever asks first of all processes. */
export async function tellAlerts({ ledger, clock, look }: Router, { observer }: Pick<Caller, 'observer'>, limits: readonly CompiledLimit[]): Promise<void> {
  if (observer.alerts === undefined || limits.length === 0) return
  for (;;) {
    const due = dueOf(limits, await look(clock.now()))
    if (due.length === 0) return
    const { anchors } = await ledger.snapshot([], due.map(({ key }) => key))
    const fresh = due.filter(({ key, now }) => (anchors[key] ?? now) <= now)
    if (fresh.length === 0) return
    if (await ledger.move(fresh.map(({ key, endsAt }): AnchorMove => ({ key, seen: anchors[key] ?? null, next: endsAt })))) return observer.alerts(fresh.map(({ alert }) => alert))
  }
}

interface Due {
  /** Under which the ledger has until when it was told of. */
  readonly key: string
  /** In the limit's own time. */
  readonly now: number
  readonly endsAt: number
  readonly alert: QuotaAlert
}

function dueOf(limits: readonly CompiledLimit[], { windows, finished, situation }: Look): Due[] {
  return limits.flatMap((limit) => {
    const { name, hard, window } = limit
    const counted = windows.get(name)
    const used = finished.get(name) ?? 0
    if (counted === undefined) return []
    const { now, open } = counted
    const alert = { limit: name, used, hard, resetAt: situation.limits[name]?.resetAt ?? situation.now }
    return thresholds(limit).flatMap(([level, at]): Due[] => (used < at ? [] : [{ key: `${window.key}/told/${level}`, now, endsAt: open.endsAt, alert: { ...alert, level } }]))
  })
}

function thresholds({ hard, soft }: CompiledLimit): readonly (readonly [AlertLevel, number])[] {
  return [
    ['at-75', hard * 0.75],
    ['soft', soft],
    ['at-90', hard * 0.9],
    ['reached', hard],
  ]
}
