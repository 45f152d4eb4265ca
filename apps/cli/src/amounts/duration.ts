/** Milliseconds as a person says them: `0.4s`, `12s`, `3m05s`, `2h`, `4d02h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`
  if (seconds < 59.5) return `${Math.round(seconds)}s`
  return long(Math.round(seconds))
}

function long(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return both(minutes, 'm', seconds % 60, 's')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return both(hours, 'h', minutes % 60, 'm')
  return both(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function both(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${pad(small)}${smallUnit}`
}

/** How long ago, coarsely: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ago`
  const days = Math.floor(hours / 24)
  return days === 1 ? '1 day ago' : `${days} days ago`
}

/** Local wall clock, `09:41`. */
export function clockTime(at: number): string {
  const time = new Date(at)
  return `${pad(time.getHours())}:${pad(time.getMinutes())}`
}

/** Local wall clock with seconds, `09:41:07`. */
export function clockTimeWithSeconds(at: number): string {
  return `${clockTime(at)}:${pad(new Date(at).getSeconds())}`
}

/** Local day, `2026-01-31`. */
export function calendarDay(at: number): string {
  const day = new Date(at)
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
