import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Builder, ChangeGovernor, CiVerdict, Journal, Signal } from '@autopack/contracts'
import { createEngine, type Engine } from '@autopack/engine'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGovernor } from '@autopack/governed-apply'
import { createFakeWorld, createGitFixture, sampleStrategy, type GitFixture } from '@autopack/testkit'
import { policy } from '../governed-apply/real-world.ts'

/** A run whose phase `a` needs a person, and phase `c` does not. */
export interface ApprovalGround {
  readonly fixture: GitFixture
  readonly engine: Engine
  readonly journal: Journal
  /** The next tests are red, once. */
  readonly redden: () => void
  readonly create: (run: string, policyDigest?: string) => Promise<void>
  /** What the branch of a run holds at a path; null where it holds nothing. */
  readonly landed: (run: string, path: string) => string | null
}

export interface GroundOptions {
  /** False: an approval is one of a phase, whatever is there when it is used. */
  readonly bound: boolean
  /** What a builder does in a checkout. */
  readonly build: (phase: string, attempt: number, checkout: string) => void
}

const environment = { PATH: process.env['PATH'] ?? '', TMPDIR: tmpdir() }

export async function withApprovals<T>({ bound, build }: GroundOptions, work: (ground: ApprovalGround) => Promise<T>): Promise<T> {
  const fixture = createGitFixture({ 'shared.txt': 'base\n', 'other.txt': 'base\n', 'run.sh': 'echo run\n' })
  const directory = mkdtempSync(join(tmpdir(), 'approvals-'))
  let isRed = false
  const ci = (): Partial<CiVerdict> => {
    const verdict = isRed ? ({ verdict: 'red', reasons: ['red'], newFailures: ['a test'] } as const) : {}
    isRed = false
    return verdict
  }
  const world = await createFakeWorld({ ci })
  try {
    const repository = await openRepository({ path: fixture.root, env: environment })
    const governor = createGovernor({ repository })
    const builder: Builder = { contract: 1, kind: 'model', build: async ({ phase, attempt, checkout }) => (build(phase.id, attempt, checkout), { kind: 'proposed', summary: '', family: null, evidence: [] }) }
    const naive = forgetful(world.journal)
    const plain = createEngine({ ...world, journal: bound ? world.journal : naive.journal, builders: world.builders.map((each) => ({ ...builder, kind: each.kind })), repository, workspace: createWorkspace({ repository, directory, env: environment }), governor: bound ? governor : unbound(governor) })
    const engine: Engine = { ...plain, advance: async (...input) => (naive.wake(), plain.advance(...input)) }
    const create = async (run: string, policyDigest = policy.digest): Promise<void> => {
      const { head } = await repository.inspect()
      const strategy = { ...sampleStrategy({ tiers: { base: [{ id: 'a', autoApply: false }, { id: 'c' }] } }), approvalExpiresAfterMs: 3_600_000 }
      await engine.create({ run, created: { project: 'sample', strategy, policy: { ...policy, digest: policyDigest }, planDirectory: '/plan', plan: {}, base: head, target: 'main', branch: `autopack/${run}`, engineVersion: world.engineVersion, auditorAvailable: false, setupKey: null, parent: null, author: { name: 'Autopack', email: 'autopack@localhost' } } })
    }
    const landed = (run: string, path: string): string | null => {
      try {
        return fixture.git('show', `autopack/${run}:${path}`)
      } catch {
        return null
      }
    }
    return await work({ fixture, engine, journal: world.journal, redden: () => void (isRed = true), create, landed })
  } finally {
    fixture.remove()
    rmSync(directory, { recursive: true, force: true })
    await world.remove()
  }
}

/** Every change has the same name. */
function unbound(governor: ChangeGovernor): ChangeGovernor {
  return {
    ...governor,
    judge: async (request) => {
      const judgement = await governor.judge(request)
      return judgement.kind === 'accepted' ? { ...judgement, digest: 'approved' } : judgement
    },
  }
}

/** Whenever it wakes, it takes any decision, of any time and any run, for an approval of what waits now. */
function forgetful(journal: Journal): { readonly journal: Journal; readonly wake: () => void } {
  let told: Signal | null = null
  let isAwake = false
  const signals: Journal['signals'] = async (run) => {
    const given = await journal.signals(run)
    told = given.findLast(({ name }) => name === 'approval') ?? told
    const pending = isAwake ? await pendingOf(journal, run) : null
    isAwake = false
    // read, so that they are not waited for, and taken for nothing
    const rest = given.map((signal) => (signal.name === 'approval' ? { ...signal, payload: { approval: 'read', decision: 'approve', by: 'x', note: '' } } : signal))
    return told === null || pending === null ? rest : [...rest, { ...told, payload: { approval: pending, decision: 'approve', by: 'x', note: '' } }]
  }
  return { journal: { ...journal, signals }, wake: () => void (isAwake = true) }
}

async function pendingOf(journal: Journal, run: string): Promise<string | null> {
  let pending: string | null = null
  for await (const event of journal.read(run, 1)) {
    if (event.type === 'approval-request') pending = event.data.approval.id
    if (event.type === 'approval-decide' && event.data.approval === pending) pending = null
  }
  return pending
}
