import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { inWorld, type InWorld } from '../in-world.fixture.ts'

const three = { tiers: { base: [{ id: 'a', ci: null }, { id: 'b', ci: null }, { id: 'c', ci: null }] } } as const

async function finished(): Promise<InWorld> {
  const run = await inWorld(three)
  await run.engine.advance('r')
  return run
}

function branchOf(run: InWorld): string | undefined {
  return run.world.repository.refs.get('refs/heads/autopack/r')
}

describe('rolling back', () => {
  it('takes phases off the branch, newest first, and keeps what was removed reachable', async () => {
    const run = await finished()
    const { head, phases } = await run.view()
    expect(await run.engine.rollback('r', 'b')).toMatchObject({ kind: 'done', message: expect.stringContaining('c, b') })
    expect(branchOf(run)).toBe(phases['a']?.commit)
    expect([...run.world.repository.refs].filter(([ref]) => ref.includes('rolled-back')).map(([, commit]) => commit)).toEqual([head])
    expect([...run.world.repository.refs.keys()].filter((ref) => ref.startsWith('refs/tags/'))).toEqual(['refs/tags/autopack/r/a'])
    expect(await run.engine.rollback('r')).toMatchObject({ kind: 'done', message: expect.stringContaining('rolled back a') })
    expect(await run.engine.rollback('r')).toMatchObject({ kind: 'refused' })
    expect(branchOf(run)).toBe((await run.view()).created.base)
  })

  it('knows the newest phase by the branch, whatever the clock said', async () => {
    const run = await inWorld(three, { build: async (request) => {
      run.world.clock.jump(-3_600_000)
      await writeFile(join(request.checkout, `${request.phase.id}.txt`), 'x')
      return { kind: 'proposed', summary: '', family: null, evidence: [] }
    } })
    await run.engine.advance('r')
    expect(await run.engine.rollback('r')).toMatchObject({ message: expect.stringContaining('rolled back c;') })
  })

  it('is finished by the next process, under the same name, wherever it died', async () => {
    for (let at = 1; ; at += 1) {
      const run = await finished()
      const { head, phases } = await run.view()
      let moves = 0
      const repository: typeof run.world.repository = {
        ...run.world.repository,
        moveRef: async (...move) => {
          moves += 1
          if (moves === at) throw new Error('killed')
          return run.world.repository.moveRef(...move)
        },
      }
      const died = await createEngine({ ...run.world, repository }).rollback('r').then(() => false, () => true)
      if (!died) break
      await run.engine.advance('r')
      expect(branchOf(run)).toBe(phases['b']?.commit)
      expect([...run.world.repository.refs].filter(([ref]) => ref.includes('rolled-back')).map(([, commit]) => commit)).toEqual([head])
      expect((await run.view()).phases['c']?.rolledBack).toBe(true)
      await run.world.remove()
    }
  })

  it('leaves a branch alone that someone else has moved, or moves meanwhile', async () => {
    const run = await finished()
    const { created, head, phases } = await run.view()
    run.world.repository.refs.set('refs/heads/autopack/r', created.base)
    expect(await run.engine.rollback('r')).toMatchObject({ kind: 'refused', message: expect.stringContaining('someone else') })
    run.world.repository.refs.set('refs/heads/autopack/r', head)
    const repository: typeof run.world.repository = {
      ...run.world.repository,
      moveRef: async (ref, next, expected) => {
        if (ref === 'refs/heads/autopack/r') run.world.repository.refs.set(ref, phases['a']?.commit ?? '')
        return run.world.repository.moveRef(ref, next, expected)
      },
    }
    expect(await createEngine({ ...run.world, repository }).rollback('r')).toMatchObject({ kind: 'refused', message: expect.stringContaining('someone else') })
    expect((await run.view()).phases['c']?.rolledBack).toBe(false)
  })
})

describe('promoting', () => {
  it('moves the branch that the run started from', async () => {
    const run = await finished()
    expect(await run.engine.promote('r')).toMatchObject({ kind: 'done' })
    expect(run.world.repository.refs.get('refs/heads/main')).toBe((await run.view()).head)
    expect((await run.view()).promotions).toMatchObject([{ target: 'main' }])
  })

  it('into a branch that is not there says that it was made', async () => {
    const run = await finished()
    expect(await run.engine.promote('r', 'mian')).toMatchObject({ kind: 'done', message: expect.stringContaining('mian did not exist and was made') })
  })

  it('into a branch that may not be moved is refused, and no obstacle to another', async () => {
    const run = await finished()
    expect(await run.engine.promote('r', 'autopack/r')).toMatchObject({ kind: 'refused', message: expect.stringContaining('autopack/r') })
    expect((await run.view()).openEffect).toBeNull()
    expect(await run.engine.promote('r')).toMatchObject({ kind: 'done' })
  })
})
