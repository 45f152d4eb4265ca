import type { ObjectId } from '@autopack/contracts'
import { canonical } from './tree-changes.ts'
import type { RepositoryScope } from './repository-scope.ts'

export interface Difference {
  readonly lines: { readonly added: number; readonly deleted: number }
  /** What a person reads and `git apply` takes. */
  readonly patch: string
}

const format = ['--numstat', '-p', '-U3', '--full-index', '--binary', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short']

/** Reads differences of two trees or commits; the last one is kept, for ids never change what they name and the same pair is asked for in turn. */
export function createDifferences(scope: RepositoryScope): (from: ObjectId, to: ObjectId) => Promise<Difference> {
  let last: { readonly pair: string; readonly difference: Promise<Difference> } | null = null
  return (from, to) => {
    const pair = `${from} ${to}`
    if (last?.pair === pair) return last.difference
    const difference = readDifference(scope, from, to)
    last = { pair, difference }
    difference.catch(() => (last = null))
    return difference
  }
}

async function readDifference(scope: RepositoryScope, from: ObjectId, to: ObjectId): Promise<Difference> {
  const { stdout } = await scope.objects({ args: ['diff-tree', '-r', ...format, ...canonical, from, to] })
  const said = stdout.toString('utf8')
  // an empty line ends the counts
  const end = said.indexOf('\n\n')
  const counts = said.slice(0, Math.max(end, 0)).split('\n').map((line) => line.split('\t', 2).map(countOf))
  return { lines: { added: sum(counts.map(([added]) => added)), deleted: sum(counts.map(([, deleted]) => deleted)) }, patch: end === -1 ? '' : said.slice(end + 2) }
}

/** Binary files have `-` for a count. */
function countOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : 0
}

function sum(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, count = 0) => total + count, 0)
}
