import { AutopackError, budgetSchema } from '@autopack/contracts'
import type { Flags } from './layers.ts'

/** A flag that is not a positive amount would switch its cap off unseen. Throws `AUTOPACK_FLAG_INVALID`. */
export function checkFlags(flags: Flags): void {
  refuse(flags.usd, budgetSchema.shape.usd.safeParse(flags.usd).success, '--max-usd must be a number of US dollars above 0, at most 1,000,000')
  refuse(flags.tokens, budgetSchema.shape.tokens.safeParse(flags.tokens).success, '--max-tokens must be a whole number above 0')
}

function refuse(given: number | undefined, valid: boolean, message: string): void {
  if (!valid) throw new AutopackError({ code: 'AUTOPACK_FLAG_INVALID', message: `${message}, not ${given}.`, details: { given: String(given) } })
}
