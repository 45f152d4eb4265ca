import type { AttemptFailure } from '@autopack/contracts'

/** What a failure is called among people. An attempt that was open when its run ended has no fault of its own. */
export function failureWords({ kind, message }: AttemptFailure): string {
  return isCutOff(message) ? 'cut off' : kind.replaceAll('_', ' ')
}

function isCutOff(message: string): boolean {
  return message.startsWith('the run ended: ')
}
