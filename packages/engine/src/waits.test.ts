import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inWorld, type InWorld } from './in-world.fixture.ts'

const person = { by: 'ada', note: 'looks right' }

async function decide(run: InWorld, approval: string, decision: 'approve' | 'reject'): Promise<void> {
  await run.engine.approvals.decide('r', approval, { decision, ...person })
}

describe('a phase that needs an approval', () => {
  it('waits in GATE without a process, while phases that do not depend on it go on', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }] } })
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'approval' })
    const { phases, state, waiting } = await run.view()
    expect([state, waiting?.kind, phases['a']?.state, phases['b']?.state, phases['c']?.state]).toEqual(['PHASE_QUEUEING', 'approval', 'GATE', 'QUEUED', 'COMPLETE'])
    expect(await run.engine.approvals.pending('r')).toMatchObject([{ id: 'a-1', phase: 'a', policy: 'sample-policy' }])
  })

  it('goes on from GATE once approved; a moved branch is tested again and the approval holds', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }, { id: 'c' }] } })
    await run.engine.advance('r')
    await decide(run, 'a-1', 'approve')
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    const { phases, approvals } = await run.view()
    expect(phases['a']?.attempts).toHaveLength(1)
    expect(Object.values(approvals).map(({ decision }) => decision?.decision)).toEqual(['approve'])
    expect(run.world.log.filter((line) => line.startsWith('build'))).toEqual(['build a 1', 'build c 1'])
    expect(run.world.log.filter((line) => line.startsWith('ci'))).toHaveLength(4)
  })

  it('is audited again on a moved branch although its audit rounds are used: it is the same change', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false, caps: { auditRounds: 1 } }, { id: 'c' }] } }, { auditor: true })
    await run.engine.advance('r')
    await decide(run, 'a-1', 'approve')
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(run.world.log.filter((line) => line.startsWith('audit a'))).toHaveLength(2)
    expect((await run.view()).phases['a']?.auditRounds).toBe(1)
  })

  it('builds again when the branch changed the same paths meanwhile', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', autoApply: false }, { id: 'c' }] } },
      { build: async ({ checkout, phase, attempt }) => {
        await writeFile(join(checkout, 'shared.txt'), `${phase.id} ${attempt}`)
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      } },
    )
    await run.engine.advance('r')
    await decide(run, 'a-1', 'approve')
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'approval' })
    const { approvals, phases } = await run.view()
    expect(phases['a']?.attempts).toHaveLength(2)
    expect(Object.keys(approvals)).toEqual(['a-1', 'a-2'])
    expect(approvals['a-1']?.decision?.decision).toBe('void')
    expect(approvals['a-2']?.decision).toBeNull()
  })

  it('fails when a person says no', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }] } })
    await run.engine.advance('r')
    await decide(run, 'a-1', 'reject')
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', reason: expect.stringContaining('rejected by ada: looks right') })
  })

  it('takes the first decision and gives it to whoever decides second', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }] } })
    await run.engine.advance('r')
    expect(await run.engine.approvals.decide('r', 'a-1', { decision: 'reject', ...person })).toMatchObject({ first: true })
    expect(await run.engine.approvals.decide('r', 'a-1', { decision: 'approve', by: 'eve', note: '' })).toEqual({ first: false, decision: { decision: 'reject', ...person } })
    await expect(run.engine.approvals.decide('r', 'nothing', { decision: 'approve', ...person })).rejects.toMatchObject({ code: 'AUTOPACK_APPROVAL_UNKNOWN' })
  })

  it('counts as refused when nobody decides in time, judged at the next wake', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }] }, approvalExpiresAfterMs: 900_000 })
    await run.engine.advance('r')
    run.world.clock.jump(900_001)
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', reason: expect.stringContaining('nobody decided') })
  })

  it('is decided once when a late decision and its end are read together', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }] }, approvalExpiresAfterMs: 900_000 })
    await run.engine.advance('r')
    await decide(run, 'a-1', 'approve')
    run.world.clock.jump(900_001)
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect((await run.events()).filter(({ type }) => type === 'approval-decide')).toHaveLength(1)
  })

  it('never expires by itself when no time was set', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }] } })
    await run.engine.advance('r')
    run.world.clock.jump(400 * 86_400_000)
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting' })
  })
})

describe('a file builder', () => {
  it('leaves the run waiting until the answer is there, and its time does not count', async () => {
    let answered = false
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', builder: { kind: 'file' } }] } },
      { build: async ({ checkout }) => {
        if (!answered) return { kind: 'waiting', message: 'edit, then write phase_result.json' }
        await writeFile(join(checkout, 'a.txt'), 'by hand')
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      } },
    )
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'result' })
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'result' })
    answered = true
    run.world.clock.jump(86_400_000)
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect((await run.view()).spent.durationMs).toBe(0)
  })
})

describe('an answer that cannot be used', () => {
  it('costs nobody their work: what is wrong is said once, and the phase goes on waiting for a better one', async () => {
    let answer: 'owed' | 'half' | 'whole' = 'owed'
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', ci: null, builder: { kind: 'file' } }] } },
      { build: async ({ checkout }) => {
        if (answer === 'owed') return { kind: 'waiting', message: 'edit, then write phase_result.json' }
        if (answer === 'half') return { kind: 'failed', failure: 'format', message: 'phase_result.json: half a document', evidence: [] }
        await readFile(join(checkout, 'by-hand.txt'))
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      } },
    )
    await run.engine.advance('r')
    const build = (await run.view()).phases['a']?.attempts[0]?.build
    await writeFile(join(build?.kind === 'waiting' ? build.checkout.path : '', 'by-hand.txt'), 'work')
    answer = 'half'
    for (const _ of [1, 2]) expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'result', message: expect.stringContaining('half a document; correct the answer') })
    expect((await run.events()).filter(({ type, data }) => type === 'wait-start' && data.phase === 'a')).toHaveLength(2)
    answer = 'whole'
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect((await run.view()).phases['a']?.attempts).toHaveLength(1)
  })
})

describe('a person at another terminal', () => {
  it('pauses a run between two effects and lets it go on', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] } }, {})
    await run.engine.tell('r', 'pause', person)
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'pause', message: 'paused by ada' })
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'pause' })
    await run.engine.tell('r', 'continue', person)
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
  })

  it('may pause and continue before anyone looks: the last word holds', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] } }, {})
    for (const word of ['pause', 'continue'] as const) await run.engine.tell('r', word, person)
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    const again = await inWorld({ tiers: { base: [{ id: 'a' }] } }, {})
    for (const word of ['pause', 'continue', 'pause'] as const) await again.engine.tell('r', word, person)
    expect(await again.engine.advance('r')).toMatchObject({ kind: 'waiting', for: 'pause' })
  })

  it('cancels a run; what has begun fails, what has not is skipped, nothing is left open', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }, { id: 'b', dependsOn: ['a'] }], later: [{ id: 'c' }] } })
    await run.engine.advance('r')
    await run.engine.tell('r', 'cancel', { by: 'ada', note: 'wrong plan' })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', reason: 'cancelled by ada: wrong plan' })
    const { phases, tiers, openEffect } = await run.view()
    expect(Object.values(phases).map(({ state }) => state)).toEqual(['FAILED', 'SKIPPED', 'SKIPPED'])
    expect(tiers.map(({ state }) => state)).toEqual(['FAILED', 'SKIPPED'])
    expect(openEffect).toBeNull()
  })

  it('cancels a build that is under way', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', ci: null }] } },
      { build: async (_request, { signal }) => {
        await run.engine.tell('r', 'cancel', { by: 'ada', note: '' })
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve())
          void run.world.clock.advance(1000)
        })
        return { kind: 'failed', failure: 'infrastructure', message: 'aborted', evidence: [] }
      } },
    )
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'ended', reason: 'cancelled by ada' })
  })

  it('stops the process and resumes later where it was', async () => {
    const stop = new AbortController()
    let first = true
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', ci: null }] } },
      { build: async ({ checkout }) => {
        if (first) {
          first = false
          stop.abort()
          return { kind: 'failed', failure: 'infrastructure', message: 'aborted', evidence: [] }
        }
        await writeFile(join(checkout, 'a.txt'), 'x')
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      } },
    )
    expect(await run.engine.advance('r', { signal: stop.signal })).toEqual({ kind: 'stopped' })
    expect((await run.view()).openEffect).toBeNull()
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    const { phases } = await run.view()
    expect(phases['a']?.attempts).toMatchObject([{ number: 1, interruptions: 0, failure: null }])
    expect(await run.story()).toContain('a QUEUED')
  })
})

describe('another version of the engine', () => {
  it('takes a run over with an event that says so', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', autoApply: false }] } })
    await run.engine.advance('r')
    const { createEngine } = await import('./create-engine.ts')
    await createEngine({ ...run.world, engineVersion: '9.9.9' }).advance('r')
    expect((await run.events()).filter((event) => event.type === 'engine-change').map(({ data }) => data)).toEqual([{ from: '0.0.0-test', to: '9.9.9' }])
  })
})
