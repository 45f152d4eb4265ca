import type { NanoUsd, PricingFile, TokenUsage } from '@autopack/contracts'

/** US dollars per million tokens, by class. */
export type ClassPrices = Omit<PricingFile['prices'][string], 'version' | 'changes'>

/** One price of a model, of the time from `from` (wall clock, milliseconds) to the next. */
export interface Price extends ClassPrices {
  /** Null for one without a name. */
  readonly version: string | null
  readonly from: number
  /** For telling cheaper from dearer. */
  readonly comparable: number
}

/** Every class with its price, in integer pico-dollars a token: decimals of dollars per million survive exactly. */
interface PicoPrices {
  readonly input: bigint
  readonly cacheRead: bigint
  readonly cacheWrite: bigint
  readonly output: bigint
  readonly reasoning: bigint
}

/** What a usage costs, rounded up to whole nano-dollars. A class without a price of its own costs what it is part of. */
export function costOf(usage: TokenUsage, price: ClassPrices): NanoUsd {
  const pico = picoPrices(price)
  const sum =
    BigInt(usage.input) * pico.input +
    BigInt(usage.cacheRead) * pico.cacheRead +
    BigInt(usage.cacheWrite) * pico.cacheWrite +
    BigInt(usage.output) * pico.output +
    BigInt(usage.reasoning) * pico.reasoning
  return Number((sum + 999n) / 1000n)
}

/** The most that so many tokens in and out can cost, whatever classes they turn out to be. */
export function costBound(input: number, output: number, price: ClassPrices): NanoUsd {
  const { input: fresh, cacheRead = fresh, cacheWrite = fresh, output: visible, reasoning = visible } = price
  const dearest = { input: Math.max(fresh, cacheRead, cacheWrite), output: Math.max(visible, reasoning) }
  const sum = input * picoPrice(dearest.input) + output * picoPrice(dearest.output)
  // exact as long as it is a safe integer: ten times as fast, and every decision has one for every model
  if (Number.isSafeInteger(sum)) return (sum - (sum % 1000)) / 1000 + (sum % 1000 === 0 ? 0 : 1)
  return costOf({ input, cacheRead: 0, cacheWrite: 0, output, reasoning: 0 }, dearest)
}

function picoPrices({ input, cacheRead = input, cacheWrite = input, output, reasoning = output }: ClassPrices): PicoPrices {
  return { input: pico(input), cacheRead: pico(cacheRead), cacheWrite: pico(cacheWrite), output: pico(output), reasoning: pico(reasoning) }
}

function pico(usdPerMillion: number): bigint {
  return BigInt(picoPrice(usdPerMillion))
}

/** 1 USD per million tokens is 1,000,000 pico-dollars a token. */
function picoPrice(usdPerMillion: number): number {
  return Math.round(usdPerMillion * 1_000_000)
}
