import type { Routing } from '@autopack/core/node'
import { compact } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import { type Span, span } from '../terminal/span.ts'

export type QuotaState = Awaited<ReturnType<Routing['quotas']>>[number]

/** A limit of models.yaml as cells: its name, its share, its use and until when that counts. */
export function quotaCells({ limit, unit, used, soft, hard, resetAt }: QuotaState): readonly Span[] {
  return [
    limit,
    span(`${Math.round((100 * used) / hard)} %`, used >= hard ? 'bad' : used >= soft ? 'warn' : 'good'),
    `${amountIn(unit, used)} of ${amountIn(unit, hard)}`,
    span(used === 0 ? '' : `until ${new Date(resetAt).toISOString()}`, 'quiet'),
  ]
}

/** Tokens, nano-dollars or requests. */
export function amountIn(unit: QuotaState['unit'], count: number): string {
  return unit === 'usd' ? money(count) : unit === 'tokens' ? `${compact(count)} tok` : `${count} requests`
}
