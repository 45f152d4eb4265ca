const hourMs = 3_600_000
const pacific = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', hourCycle: 'h23', hour: 'numeric', minute: 'numeric', second: 'numeric' })

/** When Google's daily quotas start again: midnight in California, a day of 23 or 25 hours included. */
export function nextPacificMidnight(now: number): number {
  const guess = now + 24 * hourMs - sinceMidnight(now)
  const off = sinceMidnight(guess)
  return off === 0 ? guess : off < 12 * hourMs ? guess - off : guess + 24 * hourMs - off
}

function sinceMidnight(at: number): number {
  const parts = Object.fromEntries(pacific.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return ((parts['hour'] ?? 0) * 60 + (parts['minute'] ?? 0)) * 60_000 + (parts['second'] ?? 0) * 1000 + (at % 1000)
}
