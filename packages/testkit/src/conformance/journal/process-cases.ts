import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { given, MINUTE, note, owners, readAll, type JournalCaseBuilder, type JournalTrial } from './journal-case.ts'
import type { JournalProcesses } from './journal-subject.ts'
import type { WorkerScript } from './journal-worker.ts'
import type { Worker } from '../start-worker.ts'
import { startJournalWorker } from './start-worker.ts'

const BATCHES = 3
const SIZE = 2

/** For journals that several processes of one host may share. */
export function processCases(on: JournalCaseBuilder, processes: JournalProcesses): ConformanceCase[] {
  const onWorkers = (name: string, body: (trial: JournalTrial, start: (work: WorkerScript['work'], owner: string, ttlMs?: number) => Worker) => Promise<void>): ConformanceCase =>
    on(name, async (trial) => {
      const workers: Worker[] = []
      try {
        await body(trial, (work, owner, ttlMs = MINUTE) => {
          const worker = startJournalWorker(processes, { location: trial.location, run: 'run', owner, ttlMs, work })
          workers.push(worker)
          return worker
        })
      } finally {
        for (const worker of workers) worker.kill('SIGKILL')
        await Promise.all(workers.map(({ ended }) => ended))
      }
    })

  const crashes = [1, 2, 3].flatMap((at) =>
    (['before', 'after'] as const).map((when) =>
      onWorkers(`killed ${when} append ${at}, the survivor reads exactly what was appended and goes on at once`, async ({ journal }, start) => {
        const worker = start({ kind: 'append', batches: BATCHES, size: SIZE, crash: { at, when } }, 'a')
        const { signal, stderr } = await worker.ended
        assert.equal(signal, 'SIGKILL', stderr)
        const kept = (when === 'before' ? at - 1 : at) * SIZE
        assert.equal((await readAll(journal, 'run')).length, kept)
        assert.deepEqual(await journal.acquire('run', 'b', MINUTE), { epoch: 2 })
        await journal.append('run', 2, kept, [note('survivor')], { batchId: 'survivor' })
        assert.equal(owners(await readAll(journal, 'run')).at(-1), 'survivor')
      }),
    ),
  )
  return [
    ...crashes,
    onWorkers('a living owner of another process keeps its run, and is listed', async ({ journal }, start) => {
      const worker = start({ kind: 'hold' }, 'a')
      assert.deepEqual(await worker.next(), { epoch: 1 })
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
      assert.deepEqual(await journal.runs(), [{ run: 'run', lastSeq: 0, ownerPid: worker.pid }])
      worker.send('0')
      assert.deepEqual(await worker.next(), { result: 'appended' })
    }),
    onWorkers('a dead owner is replaced at once, whatever its lease says', async ({ journal }, start) => {
      const worker = start({ kind: 'hold' }, 'a', 1000 * MINUTE)
      await worker.next()
      worker.kill('SIGKILL')
      await worker.ended
      assert.deepEqual((await journal.runs())[0]?.ownerPid, null)
      assert.deepEqual(await journal.acquire('run', 'b', MINUTE), { epoch: 2 })
    }),
    onWorkers('an owner that was stopped past its time is ended before it is replaced', async ({ journal, clock }, start) => {
      const worker = start({ kind: 'hold' }, 'a')
      await worker.next()
      worker.kill('SIGSTOP')
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
      clock.jump(MINUTE * 2)
      assert.deepEqual(await journal.acquire('run', 'b', MINUTE), { epoch: 2 })
      worker.send('0')
      worker.kill('SIGCONT')
      assert.equal((await worker.ended).signal, 'SIGKILL')
      assert.deepEqual(await readAll(journal, 'run'), [])
    }),
    onWorkers('a stopped owner that wakes up in time goes on', async ({ journal }, start) => {
      const worker = start({ kind: 'hold' }, 'a')
      await worker.next()
      worker.kill('SIGSTOP')
      assert.equal(await journal.acquire('run', 'b', MINUTE), null)
      worker.kill('SIGCONT')
      worker.send('0')
      assert.deepEqual(await worker.next(), { result: 'appended' })
    }),
    onWorkers('of processes that create one run at once exactly one gets it', async ({ journal }, start) => {
      const workers = ['a', 'b', 'c'].map((owner) => start({ kind: 'create' }, owner))
      const created = await Promise.all(workers.map((worker) => worker.next()))
      assert.equal(created.filter((said) => said?.['created'] === true).length, 1)
      assert.equal((await journal.runs()).length, 1)
    }),
    onWorkers('two processes take turns, one is killed, and no batch is lost, torn or doubled', async ({ journal }, start) => {
      const victim = start({ kind: 'contend', size: SIZE }, 'victim')
      const survivor = start({ kind: 'contend', size: SIZE }, 'survivor')
      await Promise.all([victim.next(), survivor.next()])
      for (let turns = 0; turns < 10; turns += 1) given(await victim.next(), 'the victim works until it is killed')
      victim.kill('SIGKILL')
      await victim.ended
      const before = (await readAll(journal, 'run')).length
      for (let events = 0; events <= before + SIZE; ) events = Number(given(await survivor.next(), 'the survivor goes on')['seq'])
      survivor.endInput()
      const { code, stderr } = await survivor.ended
      assert.equal(code, 0, stderr)
      owners(await readAll(journal, 'run')).forEach((name, index) => assert.match(name, new RegExp(`-${index - (index % SIZE)}-${(index % SIZE) + 1}/${SIZE}$`)))
    }),
    onWorkers('creating a name again does not end its owner, however late that is', async ({ journal, clock }, start) => {
      const worker = start({ kind: 'hold' }, 'a')
      await worker.next()
      clock.jump(MINUTE * 2)
      assert.equal(await journal.create('run', 'b', MINUTE), null)
      worker.send('0')
      assert.deepEqual(await worker.next(), { result: 'appended' })
    }),
    onWorkers('a signal sent by one process keeps the other from going to sleep', async ({ journal }, start) => {
      const worker = start({ kind: 'hold' }, 'a')
      await worker.next()
      assert.equal((await journal.signal('run', 'cancel', null, 'k')).first, true)
      worker.send('0')
      assert.deepEqual(await worker.next(), { result: 'wakeNow' })
    }),
  ]
}
