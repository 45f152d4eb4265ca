import type { PricingFile } from '@autopack/contracts'
import { costBound, type Price } from './cost.ts'

type Listed = PricingFile['prices'][string]

/** A price and those that follow it, the newest first. */
export function compilePrices({ changes = [], ...first }: Listed): readonly Price[] {
  const later = changes.map(({ from, ...price }): Price => ({ ...price, version: price.version ?? from, from: Date.parse(from), comparable: comparable(price) }))
  return [...later.toSorted((one, other) => other.from - one.from), { ...first, version: first.version ?? null, from: Number.NEGATIVE_INFINITY, comparable: comparable(first) }]
}

/** The price that holds at an instant; null where calls cost nothing. */
export function priceAt(prices: readonly Price[], now: number): Price | null {
  // nearly always one
  return prices.length === 1 ? (prices[0] ?? null) : (prices.find(({ from }) => from <= now) ?? null)
}

/** What as many tokens in as out would cost. */
function comparable(price: Parameters<typeof costBound>[2]): number {
  return costBound(1_000_000, 1_000_000, price)
}
