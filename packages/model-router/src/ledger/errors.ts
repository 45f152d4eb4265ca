import { AutopackError } from '@autopack/contracts'

export function misuse(message: string, details: Readonly<Record<string, unknown>>): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_LEDGER_MISUSE', message: `${message} Nothing was written; correct the caller.`, details })
}

export function operationUnknown(operation: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_LEDGER_OPERATION_UNKNOWN',
    message: `The ledger holds nothing for operation ${operation}. Reserve it before it is sent; if it was, this is another ledger than the one it was reserved in.`,
    details: { operation },
  })
}
