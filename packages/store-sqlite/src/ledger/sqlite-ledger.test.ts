import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BucketCount, Clock } from '@autopack/contracts'
import { createFakeClock, ledgerConformance, ledgerWalk, type LedgerSubject } from '@autopack/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../test/open-ledger.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'

describe('the ledger on SQLite', () => {
  const cases = ledgerConformance({
    open: openSubject,
    capabilities: {
      durable: true,
      repairable: true,
      processes: { module: new URL('../../test/open-ledger.ts', import.meta.url), execArgv: ['--conditions=@autopack/source'] },
    },
  })
  for (const { name, run } of cases) it(name, async () => expect(await run()).toBeUndefined())

  it('agrees with the model on every walk, killed between any two steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(0xffff), { maxLength: 1000, size: 'max' }), async (choices) => {
        const subject = await openSubject(createFakeClock())
        await ledgerWalk(subject, choices).finally(() => subject.dispose())
      }),
      { numRuns: 20, plugins: [fc.interruptAfterTimeLimit(15_000)] },
    )
  })
})

async function openSubject(clock: Clock): Promise<LedgerSubject> {
  const folder = await temporaryFolder()
  const ledger = await openLedger(folder.path, clock)
  const opened = [ledger]
  return {
    ledger,
    location: folder.path,
    async reopen() {
      const next = await openLedger(folder.path, clock)
      opened.push(next)
      return next
    },
    miscount: async (bucket, wrong) => miscount(join(folder.path, 'ledger.db'), bucket, wrong),
    async dispose() {
      await Promise.all(opened.map((each) => each.close()))
      await folder.remove()
    },
  }
}

function miscount(path: string, bucket: string, { posted, held }: BucketCount): void {
  const connection = new DatabaseSync(path)
  connection.prepare('INSERT OR REPLACE INTO buckets VALUES (?, ?, ?)').run(bucket, posted, held)
  connection.close()
}
