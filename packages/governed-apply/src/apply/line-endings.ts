/** Whether every line of a text ends with CRLF. */
export function isWindows(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text)
}

export function withWindowsEndings(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n')
}

const byteOrderMark = '\ufeff'

/** A file that is written in full, in the form that it had: who writes sees and means its lines. Who changes none of them means the form. */
export function inFormOf(before: string, text: string): string {
  if (before === '' || text === '') return text
  const ended = withEndOf(before, isWindows(before) ? withWindowsEndings(text) : text)
  const formed = before.startsWith(byteOrderMark) && !ended.startsWith(byteOrderMark) ? byteOrderMark + ended : ended
  return formed === before ? text : formed
}

/** With a line feed at its end, or without. */
function withEndOf(before: string, text: string): string {
  if (before.endsWith('\n') === text.endsWith('\n')) return text
  return before.endsWith('\n') ? text + (isWindows(before) ? '\r\n' : '\n') : text.replace(/\r?\n$/, '')
}
