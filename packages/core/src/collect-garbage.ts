import type { ArtifactHash } from '@autopack/contracts'
import type { RunView } from '@autopack/engine'
import type { GarbageOptions, GarbageReport } from './autopack.ts'
import type { Wired } from './wired.ts'

/** How long single calls can be explained; what they used stays counted for good. */
const dayMs = 86_400_000
const ledgerKeepsMs = 90 * dayMs

/** Only runs that have ended are cleaned: checkouts, candidate pins and, some time after, bodies that no receipt names. Branches and tags stay. The ledger forgets single calls of long ago. */
export async function collectGarbage(parts: Wired, { dryRun = false, keepDays = 30 }: GarbageOptions = {}): Promise<GarbageReport> {
  const { engine, workspace, repository, artifacts, ledger, caches, clock } = parts
  // before the runs are read: one that begins meanwhile keeps its checkouts
  const found = await workspace.list()
  const views = await Promise.all((await engine.runs()).map(({ run }) => engine.view(run)))
  const ended = views.filter((view) => view.endedAt !== null)
  const living = views.filter((view) => view.endedAt === null).map(({ run }) => run)

  const checkouts = found.filter((name) => !living.some((run) => name.startsWith(`${run}-`)))
  const refs = await staleRefs(parts, ended)
  const oldest = clock.now() - keepDays * dayMs
  let artifactBytes = 0
  for (const view of ended) {
    if ((view.endedAt ?? 0) > oldest) continue
    const keep = namedByReceipts(view)
    const stored = await artifacts.list(view.run)
    artifactBytes += stored.filter(({ hash }) => !keep.has(hash)).reduce((sum, { bytes }) => sum + bytes, 0)
    if (!dryRun) await artifacts.erase(view.run, keep)
  }
  if (!dryRun) {
    for (const name of checkouts) await workspace.remove(name)
    for (const { ref, commit } of refs) await repository.moveRef(ref, null, commit)
  }
  const calls = (await ledger?.prune(clock.now() - ledgerKeepsMs, { dryRun })) ?? 0
  const abandoned = (await caches?.removeAbandoned(oldest, { dryRun })) ?? []
  const left = new Set(dryRun ? [] : await workspace.list())
  return { checkouts: checkouts.filter((name) => !left.has(name)), caches: abandoned, refs: refs.map(({ ref }) => ref), artifactBytes, calls }
}

/** Candidates of ended runs; what was rolled back stays reachable. */
async function staleRefs({ repository }: Wired, ended: readonly RunView[]): Promise<{ readonly ref: string; readonly commit: string }[]> {
  const lists = await Promise.all(ended.map(({ run }) => repository.listRefs(`refs/autopack/${run}/candidates/`)))
  return lists.flat()
}

/** Receipts, and what they rest on: the judged diff and the CI result of each kept phase. */
function namedByReceipts(view: RunView): ReadonlySet<ArtifactHash> {
  const kept = Object.values(view.phases).flatMap(({ receipt, attempts }) => {
    const last = attempts.at(-1)
    return [receipt?.hash, last?.accepted?.diff.hash, last?.ci?.result.hash]
  })
  return new Set(kept.filter((hash) => hash !== undefined))
}
