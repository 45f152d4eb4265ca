import type { Clock, Ledger } from '@autopack/contracts'
import { createShiftedClock } from '../journal/shifted-clock.ts'
import { entry, reservation, settlement } from './ledger-case.ts'

/** What a process of the suite does; plain data, handed over as JSON. */
export interface LedgerScript {
  readonly module: string
  readonly location: string
  readonly name: string
  readonly work:
    /** Reserves all at once, under two limits, and says how much it was given. */
    | { readonly kind: 'crowd'; readonly calls: number; readonly hard: number }
    /** One call, up to a point, where it dies. */
    | { readonly kind: 'die'; readonly after: 'reserve' | 'markSent' | 'settle' }
    /** One call after the other, saying each step, until it is killed. */
    | { readonly kind: 'toil' }
}

export const CROWDED = 'crowded'
export const ROOMY = 'roomy'
/** Far ahead of any clock of the suite. */
const EXPIRES_AT = 8e15

/** Entry of the suite's child processes; says what happens as lines of JSON. */
export async function runLedgerWorker(json: string): Promise<void> {
  const script = JSON.parse(json) as LedgerScript
  const adapter = (await import(script.module)) as { openLedger: (location: string, clock: Clock) => Promise<Ledger> }
  const ledger = await adapter.openLedger(script.location, createShiftedClock())
  say({ ready: true })
  if (script.work.kind === 'crowd') return crowd(script, script.work, ledger)
  if (script.work.kind === 'die') return die(script.work.after, ledger)
  return toil(script.name, ledger)
}

async function crowd({ name }: LedgerScript, { calls, hard }: { readonly calls: number; readonly hard: number }, ledger: Ledger): Promise<void> {
  await new Promise((resolve) => process.stdin.once('data', resolve))
  process.stdin.destroy()
  const amounts = Array.from({ length: calls }, (_, call) => 1 + (call % 7))
  const results = await Promise.all(
    amounts.map((amount, call) => ledger.reserve(reservation(`${name}/${call}`, [entry(ROOMY, { amount, hard: null }), entry(CROWDED, { amount, hard })], { expiresAt: EXPIRES_AT }))),
  )
  const given = amounts.filter((_, call) => results[call]?.kind === 'held')
  say({ asked: results.length, calls: given.length, given: given.reduce((sum, amount) => sum + amount, 0) })
}

async function die(after: 'reserve' | 'markSent' | 'settle', ledger: Ledger): Promise<void> {
  await ledger.reserve(reservation('a', [entry('x'), entry('y')]))
  if (after !== 'reserve') await ledger.markSent('a')
  if (after === 'settle') await ledger.settle('a', settlement({ x: 4, y: 5 }, { responseId: 'mine:1' }))
  process.kill(process.pid, 'SIGKILL')
}

async function toil(name: string, ledger: Ledger): Promise<void> {
  for (let call = 1; ; call += 1) {
    const operation = `${name}/${call}`
    await ledger.reserve(reservation(operation, [entry('x', { hard: null }), entry('y', { hard: null })]))
    say({ operation, step: 'held' })
    await ledger.markSent(operation)
    say({ operation, step: 'sent' })
    await ledger.settle(operation, settlement({ x: 4, y: 5 }))
    say({ operation, step: 'settled' })
  }
}

function say(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
