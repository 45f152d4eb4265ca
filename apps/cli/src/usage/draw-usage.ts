import { compact, counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { money } from '../amounts/money.ts'
import { columns } from '../terminal/columns.ts'
import { type Line, type Span, span } from '../terminal/span.ts'
import { quotaCells, type QuotaState } from './quota-cells.ts'
import type { Share } from './share.ts'
import type { Usage } from './usage-of-runs.ts'

/** One table of shares, the runs last; then what the limits of models.yaml leave, which count all repositories. */
export function drawUsage({ runs, roles, tiers, phases, models, days }: Usage, limits: readonly QuotaState[]): readonly Line[] {
  const groups: readonly (readonly [string, readonly Share[]])[] = [['role', roles], ['tier', tiers], ['phase', phases], ['model', models], ['day', days], ['run', runs]]
  const shares = groups.flatMap(([title, group]) => group.map((share, index) => row(index === 0 ? title : '', share)))
  const quotas = limits.map((limit, index) => [span(index === 0 ? 'limit' : '', 'quiet'), ...quotaCells(limit)])
  return [...columns(shares, { right: [2, 3, 4, 5] }), ...columns(quotas, { right: [2] })]
}

function row(title: string, { name, calls, tokens, nanoUsd, durationMs, caps }: Share): readonly Span[] {
  return [
    span(title, 'quiet'),
    title === 'run' ? span(name, 'strong') : name,
    counted(calls, 'call'),
    `${ofCap(compact, tokens, caps.tokens)} tok`,
    ofCap(money, nanoUsd, caps.nanoUsd),
    durationMs === null ? '' : ofCap(duration, durationMs, caps.durationMs),
  ]
}

function ofCap(amount: (value: number) => string, used: number, cap: number | null): string {
  return cap === null ? amount(used) : `${amount(used)} of ${amount(cap)}`
}
