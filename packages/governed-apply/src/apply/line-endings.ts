/** Whether every line of a text ends with CRLF. */
export function isWindows(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text)
}

export function withWindowsEndings(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n')
}

const byteOrderMark = '\ufeff'

/** A file that is written in full, in the form that it had: who writes sees and means its lines only. */
export function inFormOf(before: string, text: string): string {
  if (before === '' || text === '') return text
  const lines = isWindows(before) ? withWindowsEndings(text) : text
  const ended = withEndOf(before, lines)
  return before.startsWith(byteOrderMark) && !ended.startsWith(byteOrderMark) ? byteOrderMark + ended : ended
}

/** With a line feed at its end, or without. */
function withEndOf(before: string, text: string): string {
  if (before.endsWith('\n') === text.endsWith('\n')) return text
  return before.endsWith('\n') ? text + (isWindows(before) ? '\r\n' : '\n') : text.replace(/\r?\n$/, '')
}
