import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildContext, BuildOutcome, BuildRequest, Journal, ModelRequest, NewEvent } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { inWorld, type InWorld } from '../in-world.fixture.ts'

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write it.' }],
  schema: { name: 's', schema: {} },
  maxOutputTokens: 900,
}

const one = { tiers: { base: [{ id: 'a', ci: null }] } } as const
const proposed = { kind: 'proposed', summary: '', family: null, evidence: [] } as const

async function askAndWrite({ checkout }: BuildRequest, { model }: BuildContext): Promise<BuildOutcome> {
  const outcome = await model.call(request)
  await writeFile(join(checkout, 'a.txt'), outcome.kind === 'answer' ? outcome.text : outcome.kind)
  return proposed
}

/** Advances in a process that dies when it appends what `deadly` accepts. */
async function dieAt(run: InWorld, deadly: (event: NewEvent) => boolean, parts: Partial<InWorld['world']> = {}): Promise<void> {
  const journal: Journal = {
    ...run.world.journal,
    append: async (...input) => {
      if (input[3].some(deadly)) throw new Error('killed')
      return run.world.journal.append(...input)
    },
  }
  await expect(createEngine({ ...run.world, ...parts, journal }).advance('r')).rejects.toThrow('killed')
}

describe('an answer that was kept when its process died', () => {
  const saying = (text: string) => ({ build: askAndWrite, model: () => text })

  it('is charged as what it was and used, not asked for again', async () => {
    const run = await inWorld(one, saying('x'))
    await dieAt(run, ({ type }) => type === 'call-end')
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(run.world.models.requests).toHaveLength(1)
    const calls = Object.values((await run.view()).calls)
    expect(calls).toMatchObject([{ end: { ended: 'answered' } }])
    expect(calls[0]?.end?.tokens).toBeLessThan(calls[0]?.bound.tokens ?? 0)
  })

  it('is asked for again, at the price of its bound, when it cannot be read', async () => {
    const run = await inWorld(one, saying('x'))
    const cut: typeof run.world.artifacts = {
      ...run.world.artifacts,
      put: async (name, artifact) => run.world.artifacts.put(name, artifact.name === 'model-answer.json' ? { ...artifact, body: `${String(artifact.body).slice(0, 20)}[cut]` } : artifact),
    }
    await dieAt(run, ({ type }) => type === 'call-end', { artifacts: cut })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(Object.values((await run.view()).calls)).toMatchObject([{ end: { ended: 'presumed' } }, { end: { ended: 'answered' } }])
  })
})

describe('an awaited answer', () => {
  const isProposal = (event: NewEvent): boolean => event.type === 'effect-end' && event.data.kind === 'build' && event.data.outcome.kind === 'proposed'

  async function waiting(): Promise<{ readonly run: InWorld; readonly built: string[]; readonly answer: () => void }> {
    let answered = false
    const built: string[] = []
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', ci: null, builder: { kind: 'file' } }] } },
      { build: async ({ checkout }) => {
        built.push(checkout)
        if (!answered) return { kind: 'waiting', message: 'write phase_result.json' }
        await writeFile(join(checkout, 'a.txt'), 'by hand')
        return proposed
      } },
    )
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'result' })
    return { run, built, answer: () => void (answered = true) }
  }

  it('is not lost with the process that has read it', async () => {
    const { run, built, answer } = await waiting()
    answer()
    await dieAt(run, isProposal)
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(new Set(built).size).toBe(1)
    expect(await run.world.workspace.list()).toEqual([])
  })

  it('is asked for anew when its checkout is gone', async () => {
    const { run, built, answer } = await waiting()
    for (const name of await run.world.workspace.list()) await run.world.workspace.remove(name)
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'result' })
    expect(new Set(built).size).toBe(2)
    answer()
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  })
})

describe('a build that was stopped on purpose', () => {
  it('begins anew, and what it took counts against its phase and its run', async () => {
    const stop = new AbortController()
    const run = await inWorld(one, { build: async ({ checkout }) => {
      if (!stop.signal.aborted) {
        await run.world.clock.advance(5_000)
        stop.abort()
      } else await writeFile(join(checkout, 'a.txt'), 'x')
      return proposed
    } })
    expect(await run.engine.advance('r', { signal: stop.signal })).toEqual({ kind: 'stopped' })
    const { spent, phases } = await run.view()
    expect([spent.durationMs, phases['a']?.spent.durationMs]).toEqual([5_000, 5_000])
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  })
})

describe('a run that was cancelled while nobody executed it', () => {
  it('does not do again what was cut short, even where that fails every time', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] } }, { ci: (checkout) => (checkout.includes('-ci') ? Promise.reject(new Error('killed')) : {}) })
    await expect(run.engine.advance('r')).rejects.toThrow('killed')
    await expect(run.engine.advance('r')).rejects.toThrow('killed')
    await run.engine.tell('r', 'cancel', { by: 'ada', note: '' })
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'ended', reason: 'cancelled by ada' })
    expect(run.world.log.filter((line) => line.endsWith('-ci'))).toHaveLength(2)
  })

  it.each(['judge', 'snapshot'])('does no %s again that has left no trace on its branch', async (kind) => {
    const run = await inWorld(one)
    const repository: typeof run.world.repository = {
      ...run.world.repository,
      moveRef: async (ref, ...rest) => (ref.startsWith(kind === 'judge' ? 'refs/autopack/' : 'refs/heads/') ? Promise.reject(new Error('refused')) : run.world.repository.moveRef(ref, ...rest)),
    }
    const engine = createEngine({ ...run.world, repository })
    await expect(engine.advance('r')).rejects.toThrow('refused')
    await expect(engine.advance('r')).rejects.toThrow('refused')
    await engine.tell('r', 'cancel', { by: 'ada', note: '' })
    expect(await engine.advance('r')).toMatchObject({ kind: 'ended', reason: 'cancelled by ada' })
  })

  it('keeps a snapshot whose branch has moved', async () => {
    const run = await inWorld(one)
    await dieAt(run, ({ type, data }) => type === 'effect-end' && 'kind' in data && data.kind === 'snapshot')
    await run.engine.tell('r', 'cancel', { by: 'ada', note: '' })
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'ended', reason: 'cancelled by ada' })
    expect((await run.view()).head).toBe(await run.world.repository.readRef('refs/heads/autopack/r'))
  })

  it('leaves no attempt open and asks nobody any more', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'asks', autoApply: false, ci: null }, { id: 'dies', ci: null }] } }, { build: async ({ phase, checkout }) => {
      if (phase.id === 'dies') throw new Error('killed')
      await writeFile(join(checkout, 'a.txt'), 'x')
      return proposed
    } })
    await expect(run.engine.advance('r')).rejects.toThrow('killed')
    await run.engine.tell('r', 'cancel', { by: 'ada', note: '' })
    await run.engine.advance('r')
    const { phases, approvals } = await run.view()
    expect(Object.values(phases).map(({ state, attempts }) => [state, attempts.at(-1)?.ended])).toEqual([['FAILED', true], ['SKIPPED', true]])
    expect(Object.values(approvals).map(({ decision }) => decision?.decision)).toEqual(['void'])
  })
})

describe('a process whose lease was taken', () => {
  it('is fenced in the middle of its work, and writes nothing more', async () => {
    const run = await inWorld(one, { build: async ({ checkout }, { signal }) => {
      run.world.clock.jump(60_000)
      await run.world.journal.acquire('r', 'another', 30_000)
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
      await run.world.clock.advance(30_000)
      await aborted
      await writeFile(join(checkout, 'a.txt'), 'x')
      return proposed
    } })
    expect(await run.engine.advance('r')).toEqual({ kind: 'fenced' })
    expect((await run.events()).at(-1)).toMatchObject({ type: 'effect-start', data: { kind: 'build' } })
  })

  it('goes on when the store only failed to answer', async () => {
    const run = await inWorld(one, { build: async ({ checkout }, { signal }) => {
      await run.world.clock.advance(30_000)
      await writeFile(join(checkout, 'a.txt'), String(signal.aborted))
      return proposed
    } })
    const journal: Journal = { ...run.world.journal, renew: () => Promise.reject(new Error('busy')) }
    expect(await createEngine({ ...run.world, journal }).advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  })
})
