// of these a glob may make alternatives, classes and repetitions: nothing in it is certain then
const uncertain = /[{}()[\]|\\]|[^\x20-\x7e]/
/** Plain alternatives, of which a sign makes no repetition; what stands around them is certain all the same. */
const alternatives = /\{[^{}()[\]|\\]*,[^{}()[\]|\\]*\}(?=[\w./-]|$)/g

/** The longest text that every path which `glob` matches holds, letters in either case; empty when none is certain. */
export function literalOf(glob: string): string {
  const plain = glob.replaceAll(alternatives, '*')
  if (uncertain.test(plain)) return ''
  const pieces = plain.split(/[*?/]+/).filter((piece) => !/^\.*$/.test(piece))
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
}
