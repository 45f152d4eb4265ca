import assert from 'node:assert/strict'
import { resultOf } from './result-of.ts'
import { run, type Trial } from './trial.ts'

/** What an interrupted run must have in common with one that was not. Each kill may repeat the one effect that it cut short. */
export function expectSameRun(trial: Trial, whole: Trial, kills = 1): void {
  assert.deepEqual(trial.report, { stop: { kind: 'ended', state: 'DONE_SUCCESS', reason: null }, checkouts: [] })
  assert.deepEqual(resultOf(trial.evidence.view), resultOf(whole.evidence.view))
  expectSameHistory(trial, whole)
  expectHonestCharges(trial, whole, kills)
  expectHonestLedger(trial)
  expectWorkDoneOnce(trial, whole, kills)
  assert.deepEqual(trial.evidence.status, whole.evidence.status, 'the user’s tree')
  assert.deepEqual(trial.survivors, [])
}

/** One commit a phase, dated by its attempt; nothing else in the object database or among the refs. */
function expectSameHistory({ evidence }: Trial, whole: Trial): void {
  const { view, commits, commitObjects, refs } = evidence
  const content = ({ tree, person, message }: (typeof commits)[number]): object => ({ tree, person, message })
  assert.deepEqual(commits.map(content), whole.evidence.commits.map(content))
  assert.deepEqual(commits.map(({ parent }) => parent), [...commits.slice(1).map(({ hash }) => hash), view.created.base])
  assert.deepEqual(commitObjects, whole.evidence.commitObjects, 'commits in the object database')
  const phases = Object.values(view.phases)
  assert.deepEqual(commits.map(({ hash, at }) => ({ hash, at })).toReversed(), phases.map(({ commit, attempts }) => ({ hash: commit, at: Math.floor((attempts.at(-1)?.startedAt ?? 0) / 1000) })))
  const tags = phases.map(({ slice, commit }) => `${commit} refs/tags/autopack/${run}/${slice.id}`)
  assert.deepEqual(refs.toSorted(), [`${view.created.base} refs/heads/main`, `${view.head} refs/heads/autopack/${run}`, ...tags].toSorted())
}

/** A call that was sent is never free, and no answer is paid for twice. */
function expectHonestCharges({ evidence, requests }: Trial, whole: Trial, kills: number): void {
  const calls = Object.values(evidence.view.calls)
  const presumed = calls.filter(({ end }) => end?.ended === 'presumed')
  assert.deepEqual(calls.filter(({ end }) => end === null), [])
  assert.ok(calls.length >= requests, 'calls in the journal, against requests that reached the model')
  assert.ok(presumed.length <= kills, 'calls charged at their bound')
  assert.deepEqual(presumed.map(({ end }) => end?.nanoUsd), presumed.map(({ bound }) => bound.nanoUsd))
  assert.deepEqual(evidence.view.spent.nanoUsd, calls.reduce((sum, { end }) => sum + (end?.nanoUsd ?? 0), 0))
  assert.deepEqual(evidence.view.spent.nanoUsd - sumOf(presumed), whole.evidence.view.spent.nanoUsd)
  expectBetween('requests', requests, whole.requests, whole.requests + kills)
}

/** The ledger has charged each call what the journal says, holds nothing any more, and has charged nothing that was never sent. */
function expectHonestLedger({ evidence }: Trial): void {
  const { sends, differences } = evidence.ledger
  assert.deepEqual(differences, [], 'counters of the ledger')
  assert.deepEqual(sends.filter(({ state }) => state === 'held' || state === 'sent'), [], 'holds that outlive their time')
  const charged = Object.fromEntries(sends.map(({ operation, tokens, nanoUsd }) => [operation, { tokens, nanoUsd }]))
  const free = { tokens: 0, nanoUsd: 0 }
  for (const { operation, end } of Object.values(evidence.view.calls)) {
    assert.deepEqual(charged[operation], { tokens: end?.tokens, nanoUsd: end?.nanoUsd }, `what ${operation} was charged`)
  }
  const unknown = sends.filter(({ operation }) => evidence.view.calls[operation] === undefined)
  for (const { operation, state } of unknown) assert.deepEqual([state, charged[operation]], ['voided', free], `${operation}, which nobody has sent`)
}

function sumOf(calls: readonly { readonly bound: { readonly nanoUsd: number } }[]): number {
  return calls.reduce((sum, { bound }) => sum + bound.nanoUsd, 0)
}

/** How often the baseline was measured again because what is copied into checkouts was another: letting go of a held step changes that. */
export function measuredAgain({ evidence }: Trial): number {
  return Object.values(evidence.view.phases).flatMap(({ attempts }) => attempts.filter(({ remeasured }) => remeasured)).length
}

/** Every command ran, and at most the one in flight ran again. */
function expectWorkDoneOnce(trial: Trial, whole: Trial, kills: number): void {
  const { evidence } = trial
  const again = measuredAgain(trial)
  const uses = ['setup', 'builder', 'ci'].map((use) => `runner.run ${use}`)
  const count = (trace: readonly string[], use: string): number => trace.filter((line) => line === use).length
  const extra = uses.map((use) => count(evidence.trace, use) - count(whole.evidence.trace, use))
  for (const [index, use] of uses.entries()) expectBetween(use, extra[index] ?? 0, 0, kills + (use === 'runner.run ci' ? again : 0))
  expectBetween('repeated commands', extra.reduce((sum, more) => sum + more, 0), 0, kills + again)
}

function expectBetween(what: string, value: number, least: number, most: number): void {
  assert.ok(value >= least, what)
  assert.ok(value <= most, what)
}
