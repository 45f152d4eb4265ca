import type { ObjectId, TreeChange } from '@autopack/contracts'
import { randomUUID } from 'node:crypto'
import { records } from '../git/git.ts'
import type { StandingGit } from '../git/standing-git.ts'
import { differenceSize } from './difference-size.ts'
import { noSuchObject, type ObjectReader } from './object-reader.ts'
import type { RepositoryScope } from './repository-scope.ts'
import type { TreeReader } from './tree-reader.ts'

/** All that git says of two trees or commits. */
export interface Difference {
  readonly changes: readonly TreeChange[]
  readonly lines: { readonly added: number; readonly deleted: number }
  /** What a person reads and `git apply` takes; of more than 32 MiB of files just a list of them. */
  readonly patch: string
  /** Whether the patch is one, and no list. */
  readonly isWhole: boolean
}

/** Of two trees or commits. */
export type ReadDifference = (from: ObjectId, to: ObjectId) => Promise<Difference>

const counted = ['--raw', '--numstat', '-z', '--no-abbrev']
const sections = [...counted, '-p', '-U3', '--full-index', '--binary', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short']
/** Nothing that a repository or a user configures changes what a difference is. */
const canonical = ['--no-renames', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv', '--no-color']
const keptBytes = 8 << 20
const mostBytes = 512 << 20
/** Files that differ and have more together are counted, but not written out: nobody reads that, and it would fill the memory. */
const writtenBytes = 32 << 20

/**
 * One `git diff-tree` that stays reads them all. The last difference is kept unless it is huge: ids never change what they name,
 * and the same pair is asked for again and again while a change is judged and audited.
 */
export function createDifferences(scope: RepositoryScope, objects: ObjectReader, trees: TreeReader): ReadDifference {
  const git = scope.standing({ args: ['diff-tree', '--stdin', '-r', ...sections, ...canonical], always: true })
  let last: { readonly pair: string; readonly difference: Promise<Difference> } | null = null
  const read = async (from: ObjectId, to: ObjectId, forget: () => void): Promise<Difference> => {
    const [before, after] = await Promise.all([trees.tree(from), trees.tree(to)])
    const bytes = await differenceSize(objects, trees, before.id, after.id)
    if (bytes > writtenBytes) return listed(parseDifference(await countOf(scope, before.id, after.id)), bytes)
    const output = await askFor(git, before.id, after.id)
    if (output.length > keptBytes) forget()
    return parseDifference(output)
  }
  return (from, to) => {
    const pair = `${from} ${to}`
    if (last?.pair === pair) return last.difference
    const forget = (): void => {
      if (last?.pair === pair) last = null
    }
    const difference = read(from, to, forget)
    difference.catch(forget)
    last = { pair, difference }
    return difference
  }
}

/** A line that names no object is given back as it is: one that nobody can have foreseen tells where the difference ends. */
async function askFor(git: StandingGit, from: ObjectId, to: ObjectId): Promise<Buffer> {
  const [header, end] = [`${from} ${to}\n`, `end ${randomUUID()}\n`]
  const answer = await git.ask(`${header}${end}`, (output) => output.upTo(Buffer.from(end), mostBytes))
  if (answer.toString('latin1', 0, header.length) !== header) throw noSuchObject(`tree ${from} or ${to}`)
  return answer.subarray(header.length)
}

async function countOf(scope: RepositoryScope, from: ObjectId, to: ObjectId): Promise<Buffer> {
  return (await scope.objects({ args: ['diff-tree', '-r', ...counted, ...canonical, from, to] })).stdout
}

function listed({ changes, lines }: Difference, bytes: number): Difference {
  const side = (file: TreeChange['before']): string => (file === null ? 'none' : `${file.mode} ${file.blob}`)
  const files = changes.map(({ path, before, after }) => `${JSON.stringify(path)}: ${side(before)} -> ${side(after)}\n`)
  return { changes, lines, patch: `The files that differ have ${bytes} bytes together: they are listed, not written out.\n${files.join('')}`, isWhole: false }
}

function parseDifference(output: Buffer): Difference {
  // an empty record stands before the patch
  const end = output.indexOf('\0\0')
  const said = records(end === -1 ? output : output.subarray(0, end))
  const [raw, counts] = splitAt(said, said.findIndex((record, index) => index % 2 === 0 && !record.startsWith(':')))
  return {
    changes: raw.flatMap((header, index) => (index % 2 === 0 ? [changeOf(header, raw[index + 1] ?? '')] : [])),
    lines: { added: sumOf(counts, 0), deleted: sumOf(counts, 1) },
    patch: end === -1 ? '' : output.toString('utf8', end + 2),
    isWhole: true,
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
