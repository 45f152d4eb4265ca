import assert from 'node:assert/strict'
import type { BucketCount, BucketKey, HoldEntry, Ledger, Posting, Reservation, TokenUsage } from '@autopack/contracts'
import { answered, callFacts, MINUTE, START } from './ledger-case.ts'
import { createLedgerModel, isOpen, type LedgerModel } from './ledger-model.ts'
import type { LedgerSubject } from './ledger-subject.ts'

const LIMITS = ['tokens', 'money', 'requests'] as const
const SLOTS = 6
const WIDEST = 3
const BUCKETS: readonly BucketKey[] = LIMITS.flatMap((limit) => Array.from({ length: SLOTS }, (_, slot) => `${limit}/${slot}`))
const HARD = 40

/**
 * Any walk through a ledger, chosen by `choices` (integers ≥ 0, as a property tester makes and shrinks them), with the process killed between steps where
 * the ledger can be opened again. Throws an AssertionError where an answer or a counter is not the model's, or a rule is broken:
 * posted + held never pass a hard limit at admission · all holds or none · counters equal the fold · each hold ends once · a settlement leaves
 * other buckets alone · what is forgotten stays counted · nothing outlives its sweep · what was sent is not free · one answer, one charge · anchors move only from what was seen.
 */
export async function ledgerWalk({ ledger: first, reopen }: Pick<LedgerSubject, 'ledger' | 'reopen'>, choices: readonly number[]): Promise<void> {
  const walk: Walk = { ledger: first, model: createLedgerModel(), choose: chooser(choices), now: START }
  for (let step = 0; step < choices.length && !walk.choose.done; step += 1) {
    const killed = walk.choose.below(8) === 0
    if (killed && reopen !== null) walk.ledger = await reopen()
    await (STEPS[walk.choose.below(STEPS.length)] ?? reserve)(walk)
    await agrees(walk)
  }
  await comesToRest(walk)
}

interface Walk {
  ledger: Ledger
  readonly model: LedgerModel
  readonly choose: Chooser
  now: number
}

interface Chooser {
  readonly done: boolean
  below(count: number): number
}

const STEPS: readonly ((walk: Walk) => Promise<void>)[] = [reserve, reserve, reserve, markSent, markSent, settle, settle, settle, giveUp, sweep, adjust, observe, moveTime, prune]

async function reserve(walk: Walk): Promise<void> {
  const { ledger, model } = walk
  const wanted = chosenReservation(walk)
  const known = model.operations.has(wanted.operation)
  const before = await countsOf(ledger)
  const result = await ledger.reserve(wanted)
  assert.deepEqual(result, model.reserve(wanted))
  const after = await countsOf(ledger)
  if (result.kind !== 'held' || known) assert.deepEqual(after, before, 'all holds or none')
  else for (const { window, hard } of wanted.entries) assert.ok(hard === null || total(after, window) <= hard, 'posted + held never pass the limit')
}

async function markSent({ ledger, model, choose }: Walk): Promise<void> {
  const name = chosenOperation(model, choose)
  if (name !== null) assert.deepEqual(await ledger.markSent(name), model.markSent(name))
}

async function settle({ ledger, model, choose }: Walk): Promise<void> {
  const name = chosenOperation(model, choose)
  const operation = name === null ? undefined : model.operations.get(name)
  if (name === null || operation === undefined) return
  const postings = operation.reservation.entries.filter(() => choose.below(4) > 0).map(({ bucket, amount }) => ({ bucket, amount: choose.below(amount + 3) }))
  const perSend = operation.reservation.entries.map(({ bucket }) => bucket).filter(countsSends)
  const settlement = { postings, final: choose.below(3) > 0, responseId: choose.below(2) === 0 ? null : `answer-${choose.below(12)}`, perSend, facts: { ...answered, usage: chosenUsage(choose) } }
  const before = await countsOf(ledger)
  const result = await ledger.settle(name, settlement)
  const expected = model.settle(name, settlement)
  assert.deepEqual('posted' in result ? { ...result, posted: sorted(result.posted) } : result, 'posted' in expected ? { ...expected, posted: sorted(expected.posted) } : expected)
  const own = new Set(operation.reservation.entries.map(({ bucket }) => bucket))
  const after = await countsOf(ledger)
  for (const bucket of BUCKETS) if (!own.has(bucket)) assert.deepEqual(after[bucket], before[bucket], 'a settlement leaves other buckets alone')
}

async function giveUp({ ledger, model, choose }: Walk): Promise<void> {
  const name = chosenOperation(model, choose)
  if (name !== null) assert.equal(await ledger.void(name), model.void(name))
}

async function sweep({ ledger, model, now }: Walk): Promise<void> {
  assert.deepEqual(await ledger.sweep(now), model.sweep(now))
}

async function adjust({ ledger, model, choose }: Walk): Promise<void> {
  const id = `adjustment-${choose.below(20)}`
  const posting = { bucket: chosenBucket(choose), amount: choose.below(9) - 4 }
  const accepted = await ledger.adjust({ id, postings: [posting], note: '' }).then(
    () => true,
    () => false,
  )
  assert.equal(accepted, model.adjust(id, posting))
}

async function observe({ ledger, model, choose, now }: Walk): Promise<void> {
  const limit = LIMITS[choose.below(LIMITS.length)] ?? LIMITS[0]
  const used = choose.below(HARD)
  const window = chosenWindow(limit, choose)
  await ledger.observe(limit, { used, resetAt: null, at: now }, window)
  model.observe(limit, used, now, window)
}

/** Seldom, so that there is something to forget. */
async function prune({ ledger, model, choose }: Walk): Promise<void> {
  if (choose.below(4) > 0) return
  const before = await countsOf(ledger)
  assert.equal(await ledger.prune(START + 1e12, { dryRun: true }), [...model.operations.values()].filter(({ state }) => !isOpen(state)).length)
  assert.equal(await ledger.prune(START + 1e12), model.prune())
  assert.deepEqual(await countsOf(ledger), before, 'what is forgotten stays counted')
}

/** Back as well as forth: a ledger only compares. */
async function moveTime(walk: Walk): Promise<void> {
  walk.now += (walk.choose.below(7) - 2) * (MINUTE / 2)
}

async function agrees({ ledger, model }: Walk): Promise<void> {
  const counts = await countsOf(ledger)
  for (const bucket of BUCKETS) {
    assert.deepEqual(counts[bucket], model.countOf(bucket), `the counter of ${bucket} is the sum of its postings and holds`)
    assert.ok((counts[bucket]?.held ?? 0) >= 0 && (counts[bucket]?.posted ?? 0) >= 0, `each hold of ${bucket} ends once`)
  }
}

async function comesToRest({ ledger, model }: Walk): Promise<void> {
  const sent = [...model.operations].filter(([, { state }]) => state === 'sent').map(([name]) => name)
  assert.deepEqual(await ledger.sweep(START + 1e12), model.sweep(START + 1e12))
  const counts = await countsOf(ledger)
  assert.ok(Object.values(counts).every(({ held }) => held === 0), 'no hold outlives its sweep')
  const records = await ledger.operations({})
  assert.deepEqual(records.map(({ operation, state }) => [operation, state]), [...model.operations].map(([name, { state }]) => [name, state]))
  for (const { operation, state, holds, charged } of records) {
    assert.ok(!isOpen(state), `${operation} ended`)
    if (sent.includes(operation)) assert.deepEqual(sorted(charged), sorted(holds.filter(({ amount }) => amount > 0)), 'what was sent is not free')
    if (state === 'voided') assert.deepEqual(charged, [])
    assert.deepEqual(sorted(charged), sorted([...(model.operations.get(operation)?.charged ?? [])].map(([bucket, amount]) => ({ bucket, amount })).filter(({ amount }) => amount > 0)))
  }
  const paid = records.filter(({ charged }) => charged.some(({ bucket }) => !countsSends(bucket)))
  const answers = paid.flatMap(({ settled }) => (settled?.responseId == null || settled.usage === null ? [] : [JSON.stringify([settled.responseId, settled.usage])]))
  assert.equal(new Set(answers).size, answers.length, 'one answer, one charge')
  assert.deepEqual(await ledger.rebuild(), { differences: [] })
}

function chosenReservation({ choose, now }: Walk): Reservation {
  const limits = LIMITS.filter(() => choose.below(3) > 0)
  const anchored = choose.below(4) === 0
  return {
    operation: `operation-${choose.below(60)}`,
    entries: limits.map((limit) => chosenEntry(limit, choose)),
    anchors: anchored ? [{ key: 'anchor', seen: choose.below(3) === 0 ? null : choose.below(3), next: choose.below(3) }] : [],
    expiresAt: now + choose.below(4) * MINUTE,
    facts: callFacts,
  }
}

function chosenEntry(limit: string, choose: Chooser): HoldEntry {
  const window = chosenWindow(limit, choose)
  return {
    limit,
    bucket: window[0] ?? `${limit}/0`,
    window,
    observation: choose.below(3) === 0 ? limit : null,
    floor: choose.below(4) === 0 ? choose.below(HARD) : 0,
    amount: choose.below(12),
    hard: choose.below(6) === 0 ? null : HARD,
  }
}

/** Seldom unknown, and often that of another answer of the same name. */
function chosenUsage(choose: Chooser): TokenUsage | null {
  return choose.below(6) === 0 ? null : { input: 3, cacheRead: 0, cacheWrite: 0, output: choose.below(2), reasoning: 0 }
}

function countsSends(bucket: BucketKey): boolean {
  return bucket.startsWith('requests/')
}

/** One bucket or more, from anywhere in the ring. */
function chosenWindow(limit: string, choose: Chooser): BucketKey[] {
  const from = choose.below(SLOTS)
  return Array.from({ length: 1 + choose.below(WIDEST) }, (_, index) => `${limit}/${(from + index) % SLOTS}`)
}

function chosenBucket(choose: Chooser): BucketKey {
  return BUCKETS[choose.below(BUCKETS.length)] ?? 'tokens/0'
}

/** More often than not one that is still open. */
function chosenOperation(model: LedgerModel, choose: Chooser): string | null {
  const open = [...model.operations].filter(([, { state }]) => isOpen(state)).map(([name]) => name)
  const names = open.length > 0 && choose.below(3) > 0 ? open : [...model.operations.keys()]
  return names[choose.below(Math.max(1, names.length))] ?? null
}

function chooser(choices: readonly number[]): Chooser {
  let next = 0
  return {
    get done() {
      return next >= choices.length
    },
    below(count) {
      const choice = choices[next] ?? 0
      next += 1
      return choice % count
    },
  }
}

async function countsOf(ledger: Ledger): Promise<Readonly<Record<BucketKey, BucketCount>>> {
  const { buckets } = await ledger.snapshot(BUCKETS, [])
  return Object.fromEntries(BUCKETS.map((bucket) => [bucket, buckets[bucket] ?? { posted: 0, held: 0 }]))
}

function total(counts: Readonly<Record<BucketKey, BucketCount>>, window: readonly BucketKey[]): number {
  return [...new Set(window)].reduce((sum, bucket) => sum + (counts[bucket]?.posted ?? 0) + (counts[bucket]?.held ?? 0), 0)
}

function sorted(postings: readonly Posting[]): Posting[] {
  return [...postings].sort((left, right) => (left.bucket < right.bucket ? -1 : 1))
}
