/** A command line as its arguments, or why it has none without a shell. */
export type SplitArguments =
  | { readonly kind: 'arguments'; readonly argv: readonly string[] }
  /** `sign` is what only a shell understands. */
  | { readonly kind: 'shell'; readonly sign: string }
  | { readonly kind: 'unfinished'; readonly quote: string }

const shellSign = /^(?:&&|\|\||\$\(|\$\{?\w+|[|&;<>`*~()])/
const assignment = /^[A-Za-z_]\w*=/

/** Splits a line at blanks, honouring quotes and backslashes; nothing is expanded. */
export function splitArguments(line: string): SplitArguments {
  const first = assignment.exec(line.trim())
  if (first) return { kind: 'shell', sign: first[0] }
  const argv: string[] = []
  let word: string | null = null
  let rest = line.trim()
  while (rest !== '') {
    const piece = nextPiece(rest)
    if (piece.kind !== 'piece') return piece
    if (piece.text === null) {
      if (word !== null) argv.push(word)
      word = null
    } else word = (word ?? '') + piece.text
    rest = rest.slice(piece.length)
  }
  if (word !== null) argv.push(word)
  return { kind: 'arguments', argv }
}

type Piece = { readonly kind: 'piece'; readonly text: string | null; readonly length: number } | Exclude<SplitArguments, { kind: 'arguments' }>

function nextPiece(rest: string): Piece {
  const letter = rest.charAt(0)
  if (/\s/.test(letter)) return { kind: 'piece', text: null, length: rest.length - rest.trimStart().length }
  if (letter === '\\') return { kind: 'piece', text: rest.charAt(1), length: 2 }
  if (letter === "'" || letter === '"') return quotedPiece(rest, letter)
  const sign = shellSign.exec(rest)
  if (sign) return { kind: 'shell', sign: sign[0] }
  return { kind: 'piece', text: letter, length: 1 }
}

function quotedPiece(rest: string, quote: string): Piece {
  const quoted = (quote === '"' ? /^"((?:[^"\\]|\\[\s\S])*)"/ : /^'([^']*)'/).exec(rest)
  if (!quoted) return { kind: 'unfinished', quote }
  const inside = quoted[1] ?? ''
  if (quote === "'") return { kind: 'piece', text: inside, length: quoted[0].length }
  const expansion = /(?<!\\)(?:\$\(|\$\{?\w+|`)/.exec(inside)
  if (expansion) return { kind: 'shell', sign: expansion[0] }
  return { kind: 'piece', text: inside.replaceAll(/\\(["\\$`])/g, '$1'), length: quoted[0].length }
}
