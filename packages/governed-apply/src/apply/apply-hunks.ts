import { ChangeProblem } from '../formats/change-problem.ts'
import type { Hunk, HunkLine } from '../formats/parsed-change.ts'
import { nearMiss } from './near-miss.ts'

/** Applies hunks, each at exactly the line it names. Nothing is shifted and no context is left out. Throws a ChangeProblem. */
export function applyHunks(path: string, original: string, hunks: readonly Hunk[]): string {
  const lines = original.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const result: (readonly string[])[] = []
  let done = 0
  for (const [index, hunk] of hunks.entries()) {
    const where = `${path}: hunk ${index + 1}`
    const { old, fresh } = sides(hunk.lines)
    const start = old.length === 0 ? hunk.oldStart : hunk.oldStart - 1
    const end = start + old.length
    if (old.length === 0 && original !== '') throw new ChangeProblem(`${where} inserts without a line of context, so nothing shows that the place is right; add the lines around it`)
    const differing = old.findIndex((line, offset) => line !== lines[start + offset])
    if (differing !== -1) throw new ChangeProblem(`${where}: its lines are not at line ${start + 1}; ${howFarOff(lines, old, start)}`)
    const leaves = end < lines.length
    if (leaves && hunk.lines.at(-1)?.kind !== 'context') throw new ChangeProblem(`${where} ends without a line of context, which says that the file ends there, but line ${end + 1} follows; add the lines after it`)
    if (leaves && fresh.at(-1)?.endsWith('\n') === false) throw new ChangeProblem(`${where} takes the line feed from the end of a line that others follow`)
    result.push(lines.slice(done, start), fresh)
    done = end
  }
  return [...result, lines.slice(done)].map((part) => part.join('')).join('')
}

function howFarOff(lines: readonly string[], old: readonly string[], start: number): string {
  const isBareEqual = old.every((line, offset) => bare(line) === bare(lines[start + offset] ?? '\0'))
  return isBareEqual ? 'they differ only in the line feed at the end of the file; say “\\ No newline at end of file” where there is none, and nowhere else' : nearMiss(lines.map(bare), old.map(bare))
}

function sides(lines: readonly HunkLine[]): { readonly old: readonly string[]; readonly fresh: readonly string[] } {
  const side = (without: HunkLine['kind']): readonly string[] => lines.filter(({ kind }) => kind !== without).map(({ text, terminated }) => (terminated ? `${text}\n` : text))
  return { old: side('added'), fresh: side('deleted') }
}

function bare(line: string): string {
  return line.endsWith('\n') ? line.slice(0, -1) : line
}
