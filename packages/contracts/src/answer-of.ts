import type { Settlement } from './reservation.ts'

/** What tells one answer from another: its name and what it used. Null where either is not known: then nothing says that it was charged before. */
export function answerOf({ responseId, facts: { usage } }: Pick<Settlement, 'responseId' | 'facts'>): string | null {
  if (responseId === null || usage === null) return null
  const { input, cacheRead, cacheWrite, cacheWriteHour, output, reasoning } = usage
  return [responseId, input, cacheRead, cacheWrite, cacheWriteHour, output, reasoning].join(' ')
}
