import { AutopackError } from '@autopack/contracts'

/** Wrong use of the command line: exit 2. The message says what is allowed. */
export function usageError(message: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_USAGE', message })
}
