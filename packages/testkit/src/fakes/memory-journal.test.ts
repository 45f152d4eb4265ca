import { describe, expect, it } from 'vitest'
import { journalConformance } from '../conformance/journal.ts'
import { createMemoryJournal } from './memory-journal.ts'

describe('the journal in memory', () => {
  const cases = journalConformance({
    open: async (clock) => ({ journal: createMemoryJournal({ clock }), reopen: null, tamper: null, location: '', dispose: async () => undefined }),
    capabilities: { durable: false, tamperEvident: false, processes: null },
  })
  for (const { name, run } of cases) it(name, async () => expect(await run()).toBeUndefined())
})
