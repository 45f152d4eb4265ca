import type { Journal, NewEvent } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../fakes/fake-clock.ts'
import { createMemoryJournal } from '../fakes/memory-journal.ts'
import { crashingJournal, type CrashPoint } from './crashing-journal.ts'

const event: NewEvent = { type: 'run-adopt', data: { owner: 'a', epoch: 1 } }

class Died extends Error {}

async function appendThree(crash: Omit<CrashPoint, 'die'>): Promise<{ journal: Journal; died: boolean }> {
  const journal = createMemoryJournal({ clock: createFakeClock() })
  await journal.create('run', 'a', 1000)
  const crashing = crashingJournal(journal, {
    ...crash,
    die: () => {
      throw new Died()
    },
  })
  try {
    for (let seq = 0; seq < 3; seq += 1) await crashing.append('run', 1, seq, [event], { batchId: `b${seq}` })
    return { journal, died: false }
  } catch (error) {
    expect(error).toBeInstanceOf(Died)
    return { journal, died: true }
  }
}

describe('a journal that dies', () => {
  it.each([
    { at: 1, when: 'before', kept: 0 },
    { at: 1, when: 'after', kept: 1 },
    { at: 3, when: 'before', kept: 2 },
    { at: 3, when: 'after', kept: 3 },
  ] as const)('$when append $at keeps $kept', async ({ at, when, kept }) => {
    const { journal, died } = await appendThree({ at, when })
    expect(died).toBe(true)
    expect((await journal.runs())[0]?.lastSeq).toBe(kept)
  })

  it('lives when its time never comes', async () => {
    expect((await appendThree({ at: 4, when: 'before' })).died).toBe(false)
  })
})
