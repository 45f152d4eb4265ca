import { posix } from 'node:path'
import { endingOf } from '../paths/ending-of.ts'

/** Names that runners take for tests wherever they lie. */
const names = [
  /[._-](?:tests?|spec|e2e|cy|unittest|test-d)\.[^.]+$/i,
  /^(?:tests?\.|test[_-].*\.)[^.]+$/i,
  /(?:Tests?|TestCase|Spec|Suite|_SUITE|[a-z]IT)\.(?:java|kts?|cs|fs|vb|php|swift|scala|groovy|hs|erl|dart|cc|cpp|mm?)$/,
  /^Test[A-Z]\w*\.(?:java|kts?|cs|php)$/,
  /^conftest\.py$/,
  /\.(?:t|bats|feature)$/,
]
/** And folders whose files are tests, or what tests need. */
const folders = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress|androidTest|testthat|[\w.-]+[._-]tests?)\//i
const snapshots = /(?:^|\/)__(?:image_)?snapshots__\/|\.(?:snap|ambr|snapshot)$|\.(?:approved|verified)\.[^./]+$/i

const scripts = new Set(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'])

export function isTestPath(path: string): boolean {
  return folders.test(path) || isNamedTest(path) || isSnapshot(path)
}

/** True where its name alone says so: not of what tests read. */
export function isNamedTest(path: string): boolean {
  const name = posix.basename(path)
  return names.some((pattern) => pattern.test(name))
}

/** What tests compare with, written by a runner. */
export function isSnapshot(path: string): boolean {
  return snapshots.test(path)
}

/** Whether a runner that took one path for a test takes the other: an ending more, or a prefix less, and it does not. */
export function isRunLike(from: string, to: string): boolean {
  const [old, now] = [endingOf(from), endingOf(to)]
  if (old !== now && !(scripts.has(old) && scripts.has(now))) return false
  return isNamedTest(from) ? isNamedTest(to) : isTestPath(to)
}
