import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSameRun } from './expect-same-run.ts'
import { seesProcesses } from './marked-processes.ts'
import { letGo } from './project.ts'
import { createLaboratory, type Laboratory, type Trial } from './trial.ts'

const longestMs = 120_000

let laboratory: Laboratory
let whole: Trial

beforeAll(async () => {
  laboratory = await createLaboratory()
  whole = await laboratory.attempt()
}, longestMs)
afterAll(() => laboratory.remove())

describe.runIf(seesProcesses)('two processes on one run', { timeout: longestMs }, () => {
  it('are one that works and one that is told who does', async () => {
    const trial = await laboratory.attempt(async (scene) => {
      const first = await scene.startHeld('build')
      const second = await scene.start().ended
      expect(second.report?.stop).toEqual({ kind: 'busy', pid: first.pid })
      letGo(scene.folder)
      expect((await first.ended).report?.stop).toMatchObject({ kind: 'ended' })
    })
    expectSameRun(trial, whole, 0)
  })

  it('do not race: one that stood still past its lease is ended before the other begins', async () => {
    const trial = await laboratory.attempt(async (scene) => {
      const first = await scene.startHeld('build')
      first.kill('SIGSTOP')
      expect((await scene.start().ended).report?.stop, 'within its time it keeps the run').toEqual({ kind: 'busy', pid: first.pid })
      letGo(scene.folder)
      expect((await scene.start({ ahead: 60_000 }).ended).report?.stop).toMatchObject({ kind: 'ended' })
      expect((await first.ended).signal).toBe('SIGKILL')
    })
    expectSameRun(trial, whole)
  })

  it('are one when the other’s lease was taken by a host that could not end it: it writes nothing more', async () => {
    const trial = await laboratory.attempt(async (scene) => {
      const first = await scene.startHeld('build')
      first.kill('SIGSTOP')
      const before = takeLease(scene.folder)
      letGo(scene.folder)
      first.kill('SIGCONT')
      expect((await first.ended).report?.stop).toEqual({ kind: 'fenced' })
      expect(takeLease(scene.folder)).toBe(before)
    })
    expectSameRun(trial, whole)
  })
})

/** What a takeover by another host does to the store, which knows nothing of this one's processes. Returns the number of events. */
function takeLease(folder: string): number {
  const database = new DatabaseSync(join(folder, 'repository', '.git', 'autopack', 'journal.db'), { timeout: 5000 })
  try {
    database.exec('UPDATE runs SET epoch = epoch + 1, owner = NULL, owner_pid = NULL, owner_start = NULL, owner_boot = NULL, expires_at = NULL')
    return Number(database.prepare('SELECT count(*) AS events FROM events').get()?.['events'])
  } finally {
    database.close()
  }
}
