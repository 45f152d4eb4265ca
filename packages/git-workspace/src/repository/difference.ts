import type { ObjectId, TreeChange } from '@autopack/contracts'
import { records } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** All that git says of two trees or commits. */
export interface Difference {
  readonly changes: readonly TreeChange[]
  readonly lines: { readonly added: number; readonly deleted: number }
  /** What a person reads and `git apply` takes. */
  readonly patch: string
}

const sections = ['--raw', '--numstat', '-p', '-z', '--no-abbrev', '-U3', '--full-index', '--binary', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short']
/** Nothing that a repository or a user configures changes what a difference is. */
const canonical = ['--no-renames', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv', '--no-color']
const keptBytes = 8 << 20

/**
 * Reads differences with one command each. The last one is kept unless it is huge: ids never change what they name, and the
 * same pair is asked for again and again while a change is judged and audited.
 */
export function createDifferences(scope: RepositoryScope): (from: ObjectId, to: ObjectId) => Promise<Difference> {
  let last: { readonly pair: string; readonly difference: Promise<Difference> } | null = null
  return (from, to) => {
    const pair = `${from} ${to}`
    if (last?.pair === pair) return last.difference
    const forget = (): void => {
      if (last?.pair === pair) last = null
    }
    const difference = readDifference(scope, from, to, forget)
    difference.catch(forget)
    last = { pair, difference }
    return difference
  }
}

async function readDifference(scope: RepositoryScope, from: ObjectId, to: ObjectId, forget: () => void): Promise<Difference> {
  const { stdout } = await scope.objects({ args: ['diff-tree', '-r', ...sections, ...canonical, from, to] })
  if (stdout.length > keptBytes) forget()
  // an empty record stands before the patch
  const end = stdout.indexOf('\0\0')
  const said = records(end === -1 ? stdout : stdout.subarray(0, end))
  const [raw, counts] = splitAt(said, said.findIndex((record, index) => index % 2 === 0 && !record.startsWith(':')))
  return {
    changes: raw.flatMap((header, index) => (index % 2 === 0 ? [changeOf(header, raw[index + 1] ?? '')] : [])),
    lines: { added: sumOf(counts, 0), deleted: sumOf(counts, 1) },
    patch: end === -1 ? '' : stdout.toString('utf8', end + 2),
  }
}

function splitAt(list: readonly string[], index: number): readonly [readonly string[], readonly string[]] {
  return index === -1 ? [list, []] : [list.slice(0, index), list.slice(index)]
}

/** `:100644 100644 <blob> <blob> M`; a side that is absent has mode 000000. */
function changeOf(header: string, path: string): TreeChange {
  const [beforeMode = '', afterMode = '', beforeBlob = '', afterBlob = ''] = header.slice(1).split(' ')
  const side = (mode: string, blob: string): TreeChange['before'] => (mode === '000000' ? null : { mode, blob })
  return { path, before: side(beforeMode, beforeBlob), after: side(afterMode, afterBlob) }
}

/** `12\t3\t<path>`; binary files have `-` for a count. */
function sumOf(counts: readonly string[], column: 0 | 1): number {
  return counts.reduce((sum, record) => sum + (Number.parseInt(record.split('\t', 2)[column] ?? '', 10) || 0), 0)
}
