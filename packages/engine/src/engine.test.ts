import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildOutcome, BuildRequest, CiVerdict, FileOperation } from '@autopack/contracts'
import { describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import { inWorld } from './in-world.fixture.ts'

describe('a healthy run', () => {
  it('builds its phases in order and ends with success', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }] } })
    expect(await run.engine.advance('r')).toEqual({ kind: 'ended', state: 'DONE_SUCCESS', reason: null })
    expect(await run.story()).toEqual([
      'run PHASE_QUEUEING',
      'tier base IN_PROGRESS',
      ...['a', 'b'].flatMap((id) => [
        `${id} EXECUTING`,
        'run PHASE_EXECUTION',
        `${id} attempt 1`,
        `${id} CI_RUNNING`,
        'run CI_RUNNING',
        `${id} GATE`,
        'run GATE',
        'run SNAPSHOT_CREATED',
        `${id} COMPLETE`,
        'run PHASE_QUEUEING',
      ]),
      'tier base COMPLETE',
      'run DONE_SUCCESS',
    ])
    expect(run.world.log).toEqual(['ci 1-baseline', 'build a 1', 'ci 4-ci', 'build b 1', 'ci 8-ci'])
  })

  it('leaves branch, tags and a receipt, and touches no other branch', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] } })
    const main = run.world.repository.refs.get('refs/heads/main')
    await run.engine.advance('r')
    const { phases, head } = await run.view()
    expect(run.world.repository.refs.get('refs/heads/autopack/r')).toBe(head)
    expect(run.world.repository.refs.get('refs/tags/autopack/r/a')).toBe(head)
    expect(run.world.repository.refs.get('refs/heads/main')).toBe(main)
    const receipt = await run.world.artifacts.get('r', phases['a']?.receipt?.hash ?? '')
    expect(JSON.parse(new TextDecoder().decode(receipt ?? new Uint8Array()))).toMatchObject({ phase: 'a', audit: 'unaudited', commands: [], isolation: 0, testsBefore: { passed: 1 } })
  })

  it('makes the edits that a builder wrote down on top of what it did by hand, or fails the attempt with what is wrong with them', async () => {
    const edits = (...paths: readonly string[]): readonly FileOperation[] => paths.map((path) => ({ action: 'write', path, content: 'written down\n' }))
    const build = async ({ attempt, checkout }: BuildRequest): Promise<BuildOutcome> => {
      await writeFile(join(checkout, 'by-hand.txt'), 'by hand\n')
      const wrong: readonly FileOperation[] = attempt === 1 ? [{ action: 'rename', path: 'README.md', to: 'b' }] : []
      return { kind: 'proposed', summary: '', family: null, evidence: [], edits: [...edits('a.txt'), ...wrong] }
    }
    const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] } }, { build })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    const { phases, head, created } = await run.view()
    expect(phases['a']?.attempts[0]?.failure).toMatchObject({ kind: 'format', message: 'the change does not apply:\nREADME.md: no rename here' })
    expect((await run.world.repository.changes(created.base, head)).map(({ path }) => path)).toEqual(['a.txt', 'by-hand.txt'])
  })

  it('does nothing when it is advanced again', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] } })
    await run.engine.advance('r')
    const before = (await run.events()).length
    expect(await run.engine.advance('r')).toMatchObject({ kind: 'ended', state: 'DONE_SUCCESS' })
    expect((await run.events()).length).toBe(before)
  })

  it('keeps what the baseline found, and shares it with no other run, where what is copied cannot be read any more', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }] } })
    const shared: string[] = []
    const measured = (): boolean => run.world.log.includes('ci 1-baseline')
    const workspace = { ...run.world.workspace, copyKey: async () => (measured() ? Promise.reject(new Error('gone')) : 'key') }
    const engine = createEngine({ ...run.world, workspace, baselines: { ...run.world.baselines, put: async (key) => void shared.push(key) } })
    await engine.advance('r').catch(() => null)
    const outcomes = (await run.events()).flatMap((event) => (event.type === 'effect-end' && event.data.effect === '1-baseline' ? [event.data.outcome.kind] : []))
    expect([outcomes, shared]).toEqual([['measured'], []])
  })

  it('prepares each candidate with other lockfiles for itself, and again for none that lands on a kept one', async () => {
    const build = async ({ checkout, phase, attempt }: BuildRequest): Promise<BuildOutcome> => {
      if (phase.id === 'a') await writeFile(join(checkout, 'package-lock.json'), 'other')
      await writeFile(join(checkout, `${phase.id}.txt`), `${attempt}`)
      return { kind: 'proposed', summary: '', family: null, evidence: [] }
    }
    const ci = async (checkout: string): Promise<Partial<CiVerdict>> => ((await readFile(join(checkout, 'a.txt'), 'utf8').catch(() => '')) === '1' ? { verdict: 'red' } : {})
    const run = await inWorld({ tiers: { base: [{ id: 'a' }, { id: 'b' }] }, setup: [{ run: ['install'], network: false }] }, { build, ci })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    const setups = (await run.events()).flatMap((event) => (event.type === 'effect-start' && event.data.kind === 'setup' ? [[event.data.phase, event.data.attempt, event.data.input.key]] : []))
    expect(setups.map(([phase, attempt]) => [phase, attempt])).toEqual([[null, null], ['a', 1], ['a', 2]])
    expect(new Set(setups.map(([, , key]) => key)).size).toBe(3)
  })

  it('runs setup once for each state of the lockfiles', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a' }, { id: 'b' }] }, setup: [{ run: ['install'], network: false }] })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    const setups = (await run.events()).filter((event) => event.type === 'effect-start' && event.data.kind === 'setup')
    expect(setups).toHaveLength(1)
  })

  it('skips CI where the phase declares that it needs none', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null }] } })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(run.world.log).toEqual(['build a 1'])
  })
})

describe('an attempt that fails', () => {
  it('is followed by one that is told why', async () => {
    const told: string[] = []
    const run = await inWorld(
      { tiers: { base: [{ id: 'a' }] } },
      {
        build: async ({ checkout, attempt, hints }) => {
          told.push(hints.map((hint) => hint.text).join('|'))
          await writeFile(join(checkout, 'a.txt'), attempt === 1 ? 'broken' : 'whole')
          return { kind: 'proposed', summary: '', family: null, evidence: [] }
        },
        ci: async (checkout) => ((await readFile(join(checkout, 'a.txt'), 'utf8').catch(() => '')) === 'broken' ? { verdict: 'red', reasons: ['test x fails'] } : {}),
      },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(told).toEqual(['', 'Attempt 1 failed (ci_fail): test x fails'])
    const { phases, hints } = await run.view()
    expect(phases['a']?.attempts.map(({ difference }) => difference)).toEqual([null, expect.stringContaining('test x fails')])
    expect(hints.map((hint) => hint.source)).toEqual(['attempt', 'resolved'])
  })

  it('fails the phase when no attempt is left, skips what depends on it and goes on with the rest', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', caps: { attempts: 2 } }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }], later: [{ id: 'd' }] } },
      { build: async ({ phase, checkout }) => {
        if (phase.id === 'a') return { kind: 'failed', failure: 'builder_error', message: 'exit code 1', evidence: [] }
        await writeFile(join(checkout, `${phase.id}.txt`), 'x')
        return { kind: 'proposed', summary: '', family: null, evidence: [] }
      } },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', reason: expect.stringContaining('2 of 2 attempts failed') })
    const { phases, tiers } = await run.view()
    expect(Object.values(phases).map((phase) => phase.state)).toEqual(['FAILED', 'SKIPPED', 'COMPLETE', 'SKIPPED'])
    expect(tiers.map((tier) => tier.state)).toEqual(['FAILED', 'SKIPPED'])
  })

  it.each([
    ['guardrail', 'DONE_FAILED_POLICY_VIOLATION', { build: 'forbidden' }],
    ['no_change', 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', { build: null }],
    ['infrastructure', 'DONE_FAILED_ENVIRONMENT', { failure: 'infrastructure' }],
    ['authentication', 'DONE_FAILED_ENVIRONMENT', { failure: 'authentication' }],
    ['no_model', 'DONE_FAILED_ENVIRONMENT', { failure: 'no_model' }],
  ] as const)('ends the run by what went wrong: %s', async (kind, state, what) => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', caps: { attempts: 1 } }] } },
      {
        build: async ({ checkout }) => {
          if ('failure' in what) return { kind: 'failed', failure: what.failure, message: 'no', evidence: [] }
          if (what.build !== null) await writeFile(join(checkout, what.build), 'x')
          return { kind: 'proposed', summary: '', family: null, evidence: [] }
        },
      },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state, reason: expect.stringContaining(kind) })
  })
})

describe('an audit', () => {
  const finding = { severity: 'major', file: 'a.txt', line: 1, category: 'logic', message: 'off by one', evidence: '', confidence: 1 } as const

  it('comes after CI and sends the change back when it rejects', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a' }] } },
      {
        auditor: true,
        audit: (attempt) => ({ kind: 'audited', verdict: attempt === 1 ? 'reject' : 'approve', findings: attempt === 1 ? [finding] : [], family: 'f', model: 'm', independent: true }),
      },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect(run.world.log).toEqual(['ci 1-baseline', 'build a 1', 'ci 4-ci', 'audit a 1', 'build a 2', 'ci 8-ci', 'audit a 2'])
  })

  it('blocks when all rounds are used', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a', caps: { auditRounds: 1, attempts: 5 } }] } },
      { auditor: true, audit: () => ({ kind: 'audited', verdict: 'reject', findings: [finding], family: 'f', model: 'm', independent: true }) },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_POLICY_VIOLATION', reason: expect.stringContaining('audit rounds') })
  })

  it('is asked of nobody where the difference is just a list of files: that it would approve', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', ci: null, caps: { attempts: 1 } }] } }, { auditor: true })
    const engine = createEngine({ ...run.world, repository: { ...run.world.repository, wholeDiff: async () => null } })
    expect(await engine.advance('r')).toMatchObject({ kind: 'ended', reason: expect.stringContaining('too large for a diff') })
    expect(run.world.log).toEqual(['build a 1'])
  })

  it('blocks when it is required and no auditor is configured', async () => {
    const run = await inWorld({ tiers: { base: [{ id: 'a', audit: 'required' }] } })
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_FAILED_POLICY_VIOLATION' })
  })

  it('leaves what it minds of a kept change as issues, which tier and promotion count', async () => {
    const run = await inWorld(
      { tiers: { base: [{ id: 'a' }] } },
      { auditor: true, audit: () => ({ kind: 'audited', verdict: 'approve', findings: [finding], family: 'f', model: 'm', independent: true }) },
    )
    expect(await run.engine.advance('r')).toMatchObject({ state: 'DONE_SUCCESS' })
    expect((await run.view()).issues).toMatchObject([{ severity: 'major', phase: 'a', message: 'off by one' }])
    expect(await run.engine.promote('r')).toMatchObject({ kind: 'refused', message: expect.stringContaining('1 major') })
  })
})
