import type { PricingFile } from '@autopack/contracts'
import type { Finding } from '../problem/problem.ts'

/** Of each model, one price holds on a day. */
export function checkPricing({ prices }: PricingFile): Finding[] {
  return Object.entries(prices).flatMap(([key, { changes = [] }]) =>
    changes.flatMap(({ from }, index) =>
      changes.findIndex((other) => other.from === from) === index ? [] : [{ path: ['prices', key, 'changes', index, 'from'], message: `two prices of ${key} begin on ${from}; leave one` }],
    ),
  )
}
