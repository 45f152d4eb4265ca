import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { journalConformance, type JournalSubject } from '@autopack/testkit'
import type { Clock } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../test/open-journal.ts'

describe('the journal on SQLite', () => {
  const cases = journalConformance({
    open: openSubject,
    capabilities: {
      durable: true,
      tamperEvident: true,
      processes: { module: new URL('../../test/open-journal.ts', import.meta.url), execArgv: ['--conditions=@autopack/source'] },
    },
  })
  for (const { name, run } of cases) it(name, async () => expect(await run()).toBeUndefined())
})

async function openSubject(clock: Clock): Promise<JournalSubject> {
  const location = await mkdtemp(join(tmpdir(), 'autopack-journal-'))
  const opened = [await openJournal(location, clock)]
  return {
    journal: opened[0] ?? (await openJournal(location, clock)),
    location,
    async reopen() {
      await Promise.all(opened.map((journal) => journal.close()))
      const journal = await openJournal(location, clock)
      opened.push(journal)
      return journal
    },
    tamper: async (run, seq, how) => tamper(join(location, 'journal.db'), run, seq, how),
    async dispose() {
      await Promise.all(opened.map((journal) => journal.close()))
      await rm(location, { recursive: true, force: true })
    },
  }
}

function tamper(path: string, run: string, seq: number, how: 'change' | 'remove'): void {
  const where = 'run = (SELECT id FROM runs WHERE run = ?) AND seq = ?'
  const connection = new DatabaseSync(path)
  connection.prepare(how === 'remove' ? `DELETE FROM events WHERE ${where}` : `UPDATE events SET text = replace(text, 'n-', 'm-') WHERE ${where}`).run(run, seq)
  connection.close()
}
