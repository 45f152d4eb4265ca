import { AutopackError, type OperationState } from '@autopack/contracts'

/** Throws `AUTOPACK_STORE_CORRUPT`. */
export function stateOf(text: string): OperationState {
  switch (text) {
    case 'held':
    case 'sent':
    case 'settled':
    case 'voided':
    case 'presumed':
      return text
    default:
      throw new AutopackError({ code: 'AUTOPACK_STORE_CORRUPT', message: `The ledger knows no state ${text} of an operation. Restore it from a backup.`, details: { state: text } })
  }
}
