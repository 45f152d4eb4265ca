import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import type { AppendResult, Clock, Journal } from '@autopack/contracts'
import { crashingJournal, type CrashPoint } from '../../faults/crashing-journal.ts'
import { createShiftedClock } from './shifted-clock.ts'
import { note } from './journal-case.ts'

/** What a process of the suite does; plain data, handed over as JSON. */
export interface WorkerScript {
  readonly module: string
  readonly location: string
  readonly run: string
  readonly owner: string
  readonly ttlMs: number
  readonly work:
    /** Creates the run and appends, batch by batch, until it is done or dies. */
    | { readonly kind: 'append'; readonly batches: number; readonly size: number; readonly crash: Omit<CrashPoint, 'die'> | null }
    /** Takes the lease, says its epoch, and for each line of input (a seq) tries to append one event and park, and says what became of it. */
    | { readonly kind: 'hold' }
    /** Takes the lease, appends a batch, says from where, and gives the lease up, again and again until its input ends. */
    | { readonly kind: 'contend'; readonly size: number }
    /** Tries to create the run and says whether it got it. */
    | { readonly kind: 'create' }
}

/** Entry of the suite's child processes; says what happens as lines of JSON. */
export async function runJournalWorker(json: string): Promise<void> {
  const script = JSON.parse(json) as WorkerScript
  const adapter = (await import(script.module)) as { openJournal: (location: string, clock: Clock) => Promise<Journal> }
  const journal = await adapter.openJournal(script.location, createShiftedClock())
  await work(script, journal)
  await journal.close()
}

async function work(script: WorkerScript, journal: Journal): Promise<void> {
  if (script.work.kind === 'append') return appendAll(script, script.work, journal)
  if (script.work.kind === 'hold') return hold(script, journal)
  if (script.work.kind === 'contend') return contend(script, script.work, journal)
  say({ created: (await journal.create(script.run, script.owner, script.ttlMs)) !== null })
}

async function appendAll({ run, owner, ttlMs }: WorkerScript, work: { batches: number; size: number; crash: Omit<CrashPoint, 'die'> | null }, opened: Journal): Promise<void> {
  const journal = work.crash === null ? opened : crashingJournal(opened, work.crash)
  const lease = await journal.create(run, owner, ttlMs)
  if (lease === null) throw new Error(`${run} exists`)
  for (let batch = 1; batch <= work.batches; batch += 1) {
    await journal.append(run, lease.epoch, (batch - 1) * work.size, batchOf(`${owner}-${batch}`, work.size), { batchId: `${owner}-${batch}` })
    say({ appended: batch })
  }
}

async function hold({ run, owner, ttlMs }: WorkerScript, journal: Journal): Promise<void> {
  const lease = (await journal.create(run, owner, ttlMs)) ?? (await journal.acquire(run, owner, ttlMs))
  say({ epoch: lease?.epoch ?? null })
  for await (const line of createInterface({ input: process.stdin })) {
    const seq = Number(line)
    say({ result: await outcome(journal.append(run, lease?.epoch ?? 0, seq, [note(`${owner}-${seq}`)], { batchId: `${owner}-${seq}`, park: true })) })
  }
}

async function contend({ run, owner, ttlMs }: WorkerScript, { size }: { size: number }, journal: Journal): Promise<void> {
  process.stdin.resume()
  const created = await journal.create(run, owner, ttlMs)
  if (created !== null) await journal.release(run, created.epoch)
  while (!process.stdin.readableEnded) {
    const lease = await journal.acquire(run, owner, ttlMs)
    if (lease !== null) await takeTurn(journal, { run, owner, size, epoch: lease.epoch })
    await setTimeout(2)
  }
}

async function takeTurn(journal: Journal, { run, owner, size, epoch }: { run: string; owner: string; size: number; epoch: number }): Promise<void> {
  const seq = await lastSeq(journal, run)
  await journal.append(run, epoch, seq, batchOf(`${owner}-${seq}`, size), { batchId: `${owner}-${seq}` })
  say({ seq })
  await journal.release(run, epoch)
}

function batchOf(name: string, size: number): ReturnType<typeof note>[] {
  return Array.from({ length: size }, (_, index) => note(`${name}-${index + 1}/${size}`))
}

async function lastSeq(journal: Journal, run: string): Promise<number> {
  return (await journal.runs()).find((record) => record.run === run)?.lastSeq ?? 0
}

async function outcome(promise: Promise<AppendResult>): Promise<string> {
  return promise.then(
    ({ kind }) => kind,
    (cause: unknown) => (cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)),
  )
}

function say(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
