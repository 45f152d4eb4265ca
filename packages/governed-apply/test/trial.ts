import type { ChangeJudgement, ChangePolicy, JudgeRequest, TreeEdit } from '@autopack/contracts'
import { createMemoryRepository, type MemoryRepository } from '@autopack/testkit'
import { createGovernor } from '../src/index.ts'

/** Allows every path; limits as they are shipped. */
const openPolicy: ChangePolicy = {
  digest: 'open',
  classes: [{ name: 'all', globs: ['**'], verdict: 'allow' }],
  allowPaths: [],
  limits: { files: 500, changedBytes: 10_000_000, shrinkage: 0.6, growth: 3, churn: { share: 0.3, categories: ['debt_cleanup'] }, lostSymbols: 0.3, measuredFrom: 30 },
}

export type Side = string | Uint8Array | { readonly mode: string; readonly text: string } | null

export interface Trial {
  readonly repository: MemoryRepository
  readonly judge: (files: Readonly<Record<string, Side>>, request?: Partial<JudgeRequest>) => Promise<ChangeJudgement>
}

/** A repository of `before`, in which edits are judged by an open policy. */
export async function openTrial(before: Readonly<Record<string, Side>>): Promise<Trial> {
  const repository = createMemoryRepository({ files: {} })
  const empty = repository.refs.get('refs/heads/main') ?? ''
  const edits = (files: Readonly<Record<string, Side>>): TreeEdit[] =>
    Object.entries(files).map(([path, side]) => {
      if (side === null) return { path, after: null }
      const { mode, text } = typeof side === 'string' || side instanceof Uint8Array ? { mode: '100644', text: side } : side
      return { path, after: { mode, blob: repository.objects.putBlob(Buffer.from(text)) } }
    })
  const base = await repository.writeTree(empty, edits(before))
  const judge: Trial['judge'] = async (files, request) => {
    const tree = await repository.writeTree(base, edits(files))
    return createGovernor({ repository }).judge({ change: { base, tree }, onto: base, scope: ['**'], deliverables: [], policy: openPolicy, ...request })
  }
  return { repository, judge }
}

/** `rule path` of each reason or ask; the outcome where there are none. */
export function objections(judgement: ChangeJudgement): readonly string[] {
  if (judgement.kind === 'rejected') return judgement.reasons.map(({ rule, path }) => `${rule} ${path ?? '-'}`)
  if (judgement.kind === 'accepted') return judgement.asks.map(({ rule, path }) => `ask ${rule} ${path ?? '-'}`)
  return [judgement.kind]
}

/** What is said of one file that becomes another. */
export async function judged(path: string, before: Side, after: Side, request?: Partial<JudgeRequest>): Promise<readonly string[]> {
  const { judge } = await openTrial(before === null ? {} : { [path]: before })
  return objections(await judge({ [path]: after }, request))
}
