import type { PricingFile } from '@autopack/contracts'
import { type ClassPrices, costBound, dearestOf, type Price } from './cost.ts'

type Listed = PricingFile['prices'][string]

/** A price and those that follow it, the newest first. */
export function compilePrices({ changes = [], ...first }: Listed): readonly Price[] {
  const later = changes.map(({ from, ...price }) => compilePrice(price, price.version ?? from, Date.parse(from)))
  return [...later.toSorted((one, other) => other.from - one.from), compilePrice(first, first.version ?? null, Number.NEGATIVE_INFINITY)]
}

/** `comparable`: what as many tokens in as out would cost. */
function compilePrice(price: ClassPrices, version: string | null, from: number): Price {
  const dearest = dearestOf(price)
  return { ...price, version, from, dearest, comparable: costBound(1_000_000, 1_000_000, dearest) }
}

/** The price that holds at an instant; null where calls cost nothing. */
export function priceAt(prices: readonly Price[], now: number): Price | null {
  // nearly always one
  return prices.length === 1 ? (prices[0] ?? null) : (prices.find(({ from }) => from <= now) ?? null)
}
