import assert from 'node:assert/strict'
import type { OperationState } from '@autopack/contracts'
import type { ConformanceCase } from '../conformance-case.ts'
import { startWorker, type Worker } from '../start-worker.ts'
import { counts, MINUTE, settlement, START, type LedgerCaseBuilder, type LedgerTrial } from './ledger-case.ts'
import type { LedgerProcesses } from './ledger-subject.ts'
import { CROWDED, ROOMY, type LedgerScript } from './ledger-worker.ts'

const PROCESSES = 4
const CALLS = 250
const HARD = 1801

type Start = (work: LedgerScript['work'], name?: string) => Worker

/** For ledgers that several processes of one host may share. */
export function processCases(on: LedgerCaseBuilder, processes: LedgerProcesses): ConformanceCase[] {
  const onWorkers = (name: string, body: (trial: LedgerTrial, start: Start) => Promise<void>): ConformanceCase =>
    on(name, async (trial) => {
      const workers: Worker[] = []
      try {
        await body(trial, (work, worker = 'worker') => {
          const script: LedgerScript = { module: processes.module.href, location: trial.location, name: worker, work }
          const started = startWorker({ url: entryOfWorkers(), run: 'runLedgerWorker', execArgv: processes.execArgv }, script)
          workers.push(started)
          return started
        })
      } finally {
        for (const worker of workers) worker.kill('SIGKILL')
        await Promise.all(workers.map(({ ended }) => ended))
      }
    })
  return [
    onWorkers('a thousand reservations of several processes at once: the limit is met and passed by nothing', async ({ ledger }, start) => {
      const workers = Array.from({ length: PROCESSES }, (_, index) => start({ kind: 'crowd', calls: CALLS, hard: HARD }, `worker-${index}`))
      for (const worker of workers) assert.deepEqual(await worker.next(), { ready: true })
      for (const worker of workers) worker.send('go')
      const said = await Promise.all(workers.map((worker) => worker.next()))
      const total = (what: string): number => said.reduce((sum, line) => sum + Number(line?.[what]), 0)
      assert.equal(total('asked'), PROCESSES * CALLS)
      assert.ok(total('calls') < PROCESSES * CALLS, 'some were refused')
      assert.equal(total('given'), HARD, 'overspent by nothing, and nothing left unused: a call of one token always found the last one')
      await counts(ledger, CROWDED, 0, HARD)
      await counts(ledger, ROOMY, 0, HARD)
      assert.equal((await ledger.operations({})).length, total('calls'))
      assert.deepEqual(await ledger.rebuild(), { differences: [] })
    }),
    ...[
      { after: 'reserve', swept: 'voided', x: 0, y: 0, late: { kind: 'settled', posted: [{ bucket: 'x', amount: 1 }] } },
      { after: 'markSent', swept: 'presumed', x: 10, y: 10, late: { kind: 'settled', posted: [{ bucket: 'x', amount: -9 }, { bucket: 'y', amount: -10 }] } },
      { after: 'settle', swept: 'settled', x: 4, y: 5, late: { kind: 'already-settled' } },
    ].map(({ after, swept, x, y, late }) =>
      onWorkers(`killed after ${after}, the call is ${swept} once it was swept`, async ({ ledger }, start) => {
        const { signal, stderr } = await start({ kind: 'die', after: after as 'reserve' | 'markSent' | 'settle' }).ended
        assert.equal(signal, 'SIGKILL', stderr)
        await ledger.sweep(START + MINUTE)
        assert.equal((await ledger.operations({}))[0]?.state, swept)
        await counts(ledger, 'x', x, 0)
        await counts(ledger, 'y', y, 0)
        assert.deepEqual(await ledger.settle('a', settlement({ x: 1 })), late)
        assert.deepEqual(await ledger.rebuild(), { differences: [] })
      }),
    ),
    onWorkers('a snapshot is of one moment, whatever is written meanwhile', async ({ ledger }, start) => {
      const worker = start({ kind: 'toil' })
      await worker.next()
      const between = Array.from({ length: 200 }, (_, index) => `between-${index}`)
      for (let read = 0; read < 100; read += 1) {
        const { x, y } = (await ledger.snapshot(['x', ...between, 'y'], [])).buckets
        assert.deepEqual([x?.held, Number(x?.posted) / 4], [y?.held, Number(y?.posted) / 5])
      }
    }),
    onWorkers('killed at any moment, what was said is kept, and after a sweep nothing is held and nothing sent is free', async ({ ledger }, start) => {
      for (let lines = 20; lines < 40; lines += 7) {
        const name = `worker-${lines}`
        const worker = start({ kind: 'toil' }, name)
        const said: Record<string, unknown>[] = []
        for (let line = 0; line < lines; line += 1) said.push((await worker.next()) ?? assert.fail('it works until it is killed'))
        worker.kill('SIGKILL')
        await worker.ended
        await ledger.sweep(START + MINUTE)
        const states = new Map((await ledger.operations({})).map(({ operation, state, charged }) => [operation, { state, charged }]))
        for (const { operation, step } of said.slice(1)) {
          const known = states.get(String(operation))
          assert.ok(known !== undefined && endsOf(String(step)).includes(known.state), `${String(operation)} was ${String(step)} and is ${known?.state}`)
          if (step !== 'held') assert.equal(known.charged.length, 2, `${String(operation)} was sent and is not free`)
        }
        const snapshot = await ledger.snapshot(['x', 'y'], [])
        assert.deepEqual([snapshot.buckets['x']?.held, snapshot.buckets['y']?.held], [0, 0])
        assert.deepEqual(await ledger.rebuild(), { differences: [] })
      }
    }),
  ]
}

/** How a call may have ended that had come this far. */
function endsOf(step: string): readonly OperationState[] {
  if (step === 'settled') return ['settled']
  return step === 'sent' ? ['settled', 'presumed'] : ['settled', 'presumed', 'voided']
}

/** This package as a child finds it: the worker's source, or the bundle that both are in. */
function entryOfWorkers(): string {
  return import.meta.url.endsWith('.ts') ? new URL('./ledger-worker.ts', import.meta.url).href : import.meta.url
}
