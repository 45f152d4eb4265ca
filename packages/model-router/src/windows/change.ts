import type { Ledger, OperationRecord, Posting } from '@autopack/contracts'
import type { LimitWindow } from './limit-window.ts'

/** Tells the ledger of what has changed since it was last asked. Whether it did, and so has to be looked at anew. */
export async function tellChanges(ledger: Ledger, windows: Iterable<LimitWindow>): Promise<boolean> {
  let told = false
  for (const window of windows) {
    const { change } = window
    if (change === null) continue
    told = true
    if (change.kind === 'shape') await takeOver(ledger, window, change)
    await ledger.move(change.moves)
  }
  return told
}

/** Counts what was used since, in windows of another cut, in this one too: where nobody knows how much it was, rather too much than too little. */
async function takeOver(ledger: Ledger, window: LimitWindow, { id, since }: { readonly id: string; readonly since: number }): Promise<void> {
  const operations = await ledger.operations({ from: since - window.ahead })
  const amounts = new Map<string, number>()
  for (const operation of operations) {
    for (const { amount, bucket } of usedElsewhere(operation, window)) amounts.set(bucket, (amounts.get(bucket) ?? 0) + amount)
  }
  const postings = [...amounts].map(([bucket, amount]) => ({ bucket, amount }))
  if (postings.length > 0) await ledger.adjust({ id, postings, note: `used before the window of ${window.limit.name} was changed` })
}

/** What is under way may still take all that it holds. */
function usedElsewhere({ state, reservedAt, holds, charged }: OperationRecord, { limit, open, now, ahead }: LimitWindow): Posting[] {
  const at = Math.min(Math.max(reservedAt + ahead, open.since), now)
  return (state === 'held' || state === 'sent' ? holds : charged)
    .filter(({ bucket }) => bucket.startsWith(`${limit.series}/`) && !bucket.startsWith(`${limit.window.key}/`))
    .map(({ amount }) => ({ bucket: open.bucketAt(at), amount }))
}
