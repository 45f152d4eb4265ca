import { ChangeProblem } from '../change-problem.ts'

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 }

/** Characters of a name in quotes, every byte of it escaped; a longer one is no path. */
const longest = 20_000

/** A name in double quotes as git writes it, and how long it is; octal escapes are bytes of UTF-8. Throws a ChangeProblem. */
export function readQuoted(text: string): { readonly name: string; readonly length: number } {
  const match = /^"((?:[^"\\]|\\(?:[abtnvfr"\\]|[0-3][0-7]{2}))*)"/.exec(text.slice(0, longest))
  if (match === null) throw new ChangeProblem(`${JSON.stringify(text.slice(0, 80))} is no name in quotes as git writes it`)
  const parts = (match[1] ?? '').match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? []
  const bytes = parts.flatMap((part) => {
    if (!part.startsWith('\\')) return [...Buffer.from(part)]
    return [/^\\\d/.test(part) ? Number.parseInt(part.slice(1), 8) : (escapes[part.slice(1)] ?? 0)]
  })
  return { name: decode(bytes), length: match[0].length }
}

function decode(bytes: readonly number[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    throw new ChangeProblem('a name in quotes is no UTF-8')
  }
}

/** A name as git writes it: in quotes where it has to be. `ascii`: characters beyond ASCII are escaped as well. */
export function quotePath(name: string, options: { readonly ascii: boolean }): string {
  const special = options.ascii ? /[^\x20-\x7e]|["\\]/ : /[\p{Cc}"\\]/u
  if (!special.test(name)) return name
  const written = Array.from(name, (character) => {
    if (!special.test(character)) return character
    const short = Object.entries(escapes).find(([, code]) => code === character.codePointAt(0))?.[0]
    return short === undefined ? [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('') : `\\${short}`
  })
  return `"${written.join('')}"`
}
