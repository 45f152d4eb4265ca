import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunState, runStates } from '@autopack/contracts'
import type { EndCause, RunStop } from '@autopack/core'
import { describe, expect, it } from 'vitest'
import { errorCodes, type ExitCode, exitCodeOfError, exitCodeOfRefusal, exitCodeOfRuns, exitCodeOfStop, exitCodes } from './exit-codes.ts'

const ended = (state: RunState, cause?: EndCause): RunStop => ({ kind: 'ended', state, reason: null, ...(cause === undefined ? {} : { cause }) })

describe('exit codes', () => {
  it.each([
    [ended('DONE_SUCCESS'), 0],
    [ended('DONE_FAILED_REQUIRES_HUMAN_REVIEW'), 1],
    [ended('DONE_FAILED_REQUIRES_HUMAN_REVIEW', 'cancelled'), 130],
    [ended('DONE_FAILED_BUDGET_EXHAUSTED'), 5],
    [ended('DONE_FAILED_POLICY_VIOLATION'), 6],
    [ended('DONE_FAILED_ENVIRONMENT'), 75],
    [ended('DONE_FAILED_ENVIRONMENT', 'authentication'), 4],
    [{ kind: 'waiting', for: 'approval', message: '' }, 3],
    [{ kind: 'waiting', for: 'result', message: '' }, 3],
    [{ kind: 'waiting', for: 'ref', message: '' }, 75],
    [{ kind: 'waiting', for: 'quota', message: '' }, 7],
    [{ kind: 'waiting', for: 'pause', message: '' }, 130],
    [{ kind: 'stopped' }, 130],
    [{ kind: 'busy', pid: 1 }, 75],
    [{ kind: 'fenced' }, 75],
  ] as const satisfies readonly (readonly [RunStop, number])[])('%j ends with %d', (stop, code) => expect(exitCodeOfStop(stop)).toBe(code))

  it('tell why a plan was refused', () => {
    expect((['invalid', 'policy', 'environment'] as const).map(exitCodeOfRefusal)).toEqual([2, 6, 75])
  })

  it('of several runs are that of the worst, whichever it is', () => {
    const codes = Object.keys(exitCodes).map(Number) as ExitCode[]
    expect(codes.map((code) => exitCodeOfRuns([0, code, 0]))).toEqual(codes)
    expect([exitCodeOfRuns([]), exitCodeOfRuns([0, 7, 3]), exitCodeOfRuns([3, 1]), exitCodeOfRuns([5, 75])]).toEqual([0, 3, 1, 75])
  })

  it('are each reached by a stop, a refusal or an error', () => {
    const reached = new Set<number>([
      ...runStates.filter((state) => state.startsWith('DONE')).map((state) => exitCodeOfStop(ended(state))),
      exitCodeOfStop({ kind: 'waiting', for: 'approval', message: '' }),
      exitCodeOfStop({ kind: 'waiting', for: 'quota', message: '' }),
      exitCodeOfStop({ kind: 'stopped' }),
      exitCodeOfStop(ended('DONE_FAILED_ENVIRONMENT', 'authentication')),
      exitCodeOfRefusal('invalid'),
    ])
    expect([...reached].sort((a, b) => a - b)).toEqual(Object.keys(exitCodes).map(Number))
  })

  it('know every error code in the sources, and no other', () => {
    expect(codesInSources()).toEqual([...errorCodes].sort())
    expect(exitCodeOfError('AUTOPACK_SOMETHING_NEW')).toBe(1)
  })
})

/** Every code an error is made with, below packages and apps. */
function codesInSources(): readonly string[] {
  const workspace = fileURLToPath(new URL('../../..', import.meta.url))
  const sources = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(workspace, parent)).flatMap((room) => {
      const folder = join(workspace, parent, room, 'src')
      return room === 'testkit' ? [] : readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file)))
    }),
  )
  const texts = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('exit-codes.ts')).map((file) => readFileSync(file, 'utf8'))
  return [...new Set(texts.flatMap((text) => text.match(/(?<=')AUTOPACK_[A-Z_]+(?=')/g) ?? []))].filter((code) => !['AUTOPACK_COMMAND', 'AUTOPACK_MARKER'].includes(code)).sort()
}
