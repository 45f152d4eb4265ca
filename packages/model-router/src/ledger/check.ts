import type { BucketKey, Posting, Reservation } from '@autopack/contracts'
import { misuse } from './errors.ts'

/** Throws `AUTOPACK_LEDGER_MISUSE`. */
export function checkReservation({ operation, entries }: Reservation): void {
  for (const { limit, bucket, window, amount, floor, hard } of entries) {
    if (!isCount(amount) || !isCount(floor) || (hard !== null && !Number.isSafeInteger(hard)))
      throw misuse(`Limit ${limit} of ${operation} has an amount that is no whole number.`, { operation, limit, amount, floor, hard })
    if (!window.includes(bucket)) throw misuse(`The window of limit ${limit} of ${operation} lacks its own bucket ${bucket}.`, { operation, limit, bucket })
  }
  checkDistinct(entries)
}

/** Throws `AUTOPACK_LEDGER_MISUSE`. */
export function checkPostings(postings: readonly Posting[], sign: 'unsigned' | 'signed'): void {
  const wrong = postings.find(({ amount }) => !(sign === 'signed' ? Number.isSafeInteger(amount) : isCount(amount)))
  if (wrong !== undefined) throw misuse(`The amount ${wrong.amount} for bucket ${wrong.bucket} is no whole number.`, { ...wrong })
  checkDistinct(postings)
}

export function isCount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 0
}

/** A time as it is stored. */
export function wholeTime(time: number): number {
  const whole = Math.trunc(time)
  if (Number.isSafeInteger(whole)) return whole
  throw misuse(`${time} is no time.`, { time })
}

function checkDistinct(named: readonly { readonly bucket: BucketKey }[]): void {
  // a handful: comparing each with each is faster than a set
  const twice = named.find(({ bucket }, index) => named.findIndex((other) => other.bucket === bucket) !== index)
  if (twice !== undefined) throw misuse(`Bucket ${twice.bucket} is named twice.`, { bucket: twice.bucket })
}
