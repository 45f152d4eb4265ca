import { isDeepStrictEqual } from 'node:util'
import { holdsGitName } from '../paths/git-name.ts'
import { printable } from '../printable.ts'
import { leavesRepository, normalPath, plainPath } from '../paths/normal-path.ts'
import { ChangeProblem } from './change-problem.ts'
import { parseDiff } from './diff/parse-diff.ts'
import { parseEdits } from './edits/parse-edits.ts'
import { pathsLeftBy, pathsOf, type ChangeFormat, type ParsedChange } from './parsed-change.ts'
import { serializeChange } from './serialize-change.ts'

export type ParseOutcome = { readonly kind: 'parsed'; readonly parsed: ParsedChange } | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/** Characters of a change; more is no change that anybody reads. */
const longest = 32 * 1024 * 1024
/** Bytes of a path and of a name in it: more does not fit everywhere, below the folder of a checkout. */
const longestPath = 1000
const longestName = 255
/** Problems that are told; who has more begins with these. */
const mostProblems = 50

/** Reads a change strictly: what is unclear, or would read differently when written again, is refused. Never throws. */
export function parseChange(format: ChangeFormat, text: string): ParseOutcome {
  if (text.length > longest) return invalid(`the change has ${text.length} characters, the limit is ${longest}; split it`)
  if (!text.isWellFormed()) return invalid('the change holds half a character (a lone surrogate); write it as UTF-8')
  try {
    const parsed = read(format, text)
    const problems = pathProblems(parsed)
    if (problems.length > 0) return { kind: 'invalid', problems: problems.slice(0, mostProblems).map(printable) }
    if (!isDeepStrictEqual(read(format, serializeChange(parsed)), parsed)) return invalid('the change reads differently when it is written again; write it more plainly')
    return { kind: 'parsed', parsed }
  } catch (error) {
    if (error instanceof ChangeProblem) return invalid(error.message)
    throw error
  }
}

function read(format: ChangeFormat, text: string): ParsedChange {
  return format === 'edits' ? parseEdits(text) : parseDiff(format, text)
}

function invalid(problem: string): ParseOutcome {
  return { kind: 'invalid', problems: [printable(problem)] }
}

/** Names that are not plain, that are named twice, or that are one file to some file system when the change is done. */
function pathProblems(parsed: ParsedChange): readonly string[] {
  const paths = pathsOf(parsed)
  const long = paths.find((path) => Buffer.byteLength(path) > longestPath || path.split('/').some((name) => Buffer.byteLength(name) > longestName))
  if (long !== undefined) return [`${JSON.stringify(long.slice(0, 80))}… is longer than ${longestPath} bytes, or a name in it than ${longestName}, which not every system takes; shorten it`]
  const left = pathsLeftBy(parsed)
  const odd = paths.filter((path) => path === '' || path.endsWith('/') || path.includes('\0') || leavesRepository(path) || plainPath(path) !== path)
  const gits = paths.filter((path) => holdsGitName(normalPath(path)))
  return [
    ...odd.map((path) => `${JSON.stringify(path)} is no plain path inside the repository; write it relative to the root, without . and ..`),
    ...gits.map((path) => `${path} is git's own folder to some file system; nothing may write there`),
    ...alike(paths, (path) => path).map(([path = '']) => `${path} is changed twice; name each file once`),
    ...alike([...new Set(left)], normalPath).map((same) => `${same.join(' and ')} are the same file to some file system; change one of them`),
    ...(odd.length === 0 ? usedAsFolders(left).map((path) => `${path} is changed as a file and used as a folder`) : []),
  ]
}

/** Names that are one name to `nameOf`, together. */
function alike(paths: readonly string[], nameOf: (path: string) => string): readonly (readonly string[])[] {
  return [...Map.groupBy(paths, nameOf).values()].filter((same) => same.length > 1)
}

function usedAsFolders(paths: readonly string[]): readonly string[] {
  const folders = new Set(paths.flatMap((path) => foldersOf(normalPath(path))))
  return paths.filter((path) => folders.has(normalPath(path)))
}

/** Outermost first. */
function foldersOf(path: string): readonly string[] {
  const ends = [...path.matchAll(/\//g)].map(({ index }) => index)
  return ends.map((end) => path.slice(0, end))
}
