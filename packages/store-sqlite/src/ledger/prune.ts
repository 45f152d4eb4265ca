import type { Ledger } from '@autopack/contracts'
import { integerOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { wholeTime } from './check.ts'

/** Operations of one transaction: others wait for it. */
const batch = 500

const ENDED = `SELECT id FROM operations WHERE reserved_at < ? AND state IN ('settled', 'voided', 'presumed')`
const CHOSEN = `(${ENDED} ORDER BY reserved_at, id LIMIT ${batch})`

export function createPrune(database: Database): Ledger['prune'] {
  const count = database.prepare(`SELECT COUNT(*) AS count FROM (${ENDED})`)
  const carry = database.prepare(
    `INSERT INTO carried SELECT bucket, SUM(amount) FROM postings WHERE operation IN ${CHOSEN} GROUP BY bucket ON CONFLICT DO UPDATE SET amount = amount + excluded.amount`,
  )
  const leaves = ['responses', 'holds', 'postings'].map((table) => database.prepare(`DELETE FROM ${table} WHERE operation IN ${CHOSEN}`))
  const remove = database.prepare(`DELETE FROM operations WHERE id IN ${CHOSEN}`)
  const removeDecisions = database.prepare('DELETE FROM decisions WHERE at < ?')
  const forget = (time: number): number => {
    carry.run(time)
    for (const leaf of leaves) leaf.run(time)
    return Number(remove.run(time).changes)
  }
  return async (before, { dryRun = false } = {}) => {
    const time = wholeTime(before)
    if (dryRun) return database.read(() => integerOf(count.get(time) ?? {}, 'count'))
    await database.write(() => removeDecisions.run(time))
    for (let forgotten = 0; ; ) {
      const now = await database.write(() => forget(time))
      forgotten += now
      if (now < batch) return forgotten
    }
  }
}
