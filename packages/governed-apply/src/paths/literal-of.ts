// of these a glob may make alternatives, classes and repetitions: nothing in it is certain then
const uncertain = /[{}()[\]|\\]|[^\x20-\x7e]/

/** The longest text that every path which `glob` matches holds, letters in either case; empty when none is certain. */
export function literalOf(glob: string): string {
  if (uncertain.test(glob)) return ''
  const pieces = glob.split(/[*?/]+/).filter((piece) => !/^\.*$/.test(piece))
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
}
