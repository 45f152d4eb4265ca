import type { NanoUsd, PricingFile, TokenUsage } from '@autopack/contracts'

/** US dollars per million tokens, by class. */
export type ClassPrices = Omit<PricingFile['prices'][string], 'version' | 'changes'>

/** One price of a model, of the time from `from` (wall clock, milliseconds) to the next. */
export interface Price extends ClassPrices {
  /** Null for one without a name. */
  readonly version: string | null
  readonly from: number
  readonly dearest: DearestPrice
  /** For telling cheaper from dearer. */
  readonly comparable: number
}

/** Every class with its price, in integer pico-dollars a token: decimals of dollars per million survive exactly. */
interface PicoPrices {
  readonly input: bigint
  readonly cacheRead: bigint
  readonly cacheWrite: bigint
  readonly cacheWriteHour: bigint
  readonly output: bigint
  readonly reasoning: bigint
}

/** What a usage costs, rounded up to whole nano-dollars. A class without a price of its own costs what it is part of. */
export function costOf(usage: TokenUsage, price: ClassPrices): NanoUsd {
  const pico = picoPrices(price)
  const sum =
    BigInt(usage.input) * pico.input +
    BigInt(usage.cacheRead) * pico.cacheRead +
    writtenCost(usage, pico) +
    BigInt(usage.output) * pico.output +
    BigInt(usage.reasoning) * pico.reasoning
  return Number((sum + 999n) / 1000n)
}

/** What is kept for how long is not always told: then all of it is the dearer kind. */
function writtenCost({ cacheWrite, cacheWriteHour: told }: TokenUsage, pico: PicoPrices): bigint {
  const hour = BigInt(told ?? (pico.cacheWriteHour > pico.cacheWrite ? cacheWrite : 0))
  return (BigInt(cacheWrite) - hour) * pico.cacheWrite + hour * pico.cacheWriteHour
}

/** Of the classes in and of those out the dearest, in pico-dollars a token. */
export interface DearestPrice {
  readonly input: number
  readonly output: number
}

export function dearestOf({ input, cacheRead = input, cacheWrite = input, cacheWriteHour = cacheWrite, output, reasoning = output }: ClassPrices): DearestPrice {
  return { input: picoPrice(Math.max(input, cacheRead, cacheWrite, cacheWriteHour)), output: picoPrice(Math.max(output, reasoning)) }
}

/** The most that so many tokens in and out can cost, whatever classes they turn out to be. */
export function costBound(input: number, output: number, dearest: DearestPrice): NanoUsd {
  const sum = input * dearest.input + output * dearest.output
  // exact as long as it is a safe integer, whose thousandth never rounds down to a whole: every decision has one for every model, and big integers take ten times as long
  if (Number.isSafeInteger(sum)) return Math.ceil(sum / 1000)
  return Number((BigInt(input) * BigInt(dearest.input) + BigInt(output) * BigInt(dearest.output) + 999n) / 1000n)
}

function picoPrices({ input, cacheRead = input, cacheWrite = input, cacheWriteHour = cacheWrite, output, reasoning = output }: ClassPrices): PicoPrices {
  return { input: pico(input), cacheRead: pico(cacheRead), cacheWrite: pico(cacheWrite), cacheWriteHour: pico(cacheWriteHour), output: pico(output), reasoning: pico(reasoning) }
}

function pico(usdPerMillion: number): bigint {
  return BigInt(picoPrice(usdPerMillion))
}

/** 1 USD per million tokens is 1,000,000 pico-dollars a token. */
function picoPrice(usdPerMillion: number): number {
  return Math.round(usdPerMillion * 1_000_000)
}
