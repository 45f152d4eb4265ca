import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countKills, describeSuite } from './describe-suite.ts'
import { expectSameRun, measuredAgain } from './expect-same-run.ts'
import { killPointsOf, type KillPoint, type TracedPoint } from './kill-point.ts'
import { seesProcesses } from './marked-processes.ts'
import { createLaboratory, type Laboratory, type Trial } from './trial.ts'

const longestMs = 1_200_000
const nightly = process.env['AUTOPACK_PROFILE'] === 'nightly'

let laboratory: Laboratory
let whole: Trial
let points: readonly TracedPoint[]

beforeAll(async () => {
  laboratory = await createLaboratory()
  whole = await laboratory.attempt()
  points = killPointsOf(whole.evidence.trace)
}, longestMs)
afterAll(() => laboratory.remove())

/** Kills one process after the other, each at its point, then lets one finish. */
async function killAt(...kills: readonly KillPoint[]): Promise<Trial> {
  const trial = await laboratory.attempt(async (scene) => {
    for (const point of kills) expect((await scene.start({ point }).ended).signal).toBe('SIGKILL')
  })
  expectSameRun(trial, whole, kills.length)
  expect(measuredAgain(trial)).toBe(0)
  return trial
}

/** Tries them all, as many at a time as there are processors; a text for each that went wrong. */
async function failuresOf(trials: readonly (readonly KillPoint[])[]): Promise<readonly string[]> {
  const failures: string[] = []
  const left = [...trials]
  const work = async (): Promise<void> => {
    for (let kills = left.shift(); kills !== undefined; kills = left.shift()) {
      const name = kills.map((point) => `killed ${Object.values(point).join(' ')}`).join(', ')
      await killAt(...kills).catch((error: unknown) => void failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return failures
}

function leaveLock(folder: string, ref: string): void {
  const file = join(folder, 'repository', '.git', `${ref}.lock`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
}

/** What a process leaves half done, by the point at which it dies. */
const halves: readonly KillPoint[] = [
  { member: 'models.call', at: 1, when: 'before' },
  { member: 'runner.run', at: 4, when: 'after' },
  { member: 'repository.moveRef', at: 2, when: 'after' },
]
const recoveries = halves.flatMap((half) => [1, 2, 3].map((at): readonly KillPoint[] => [half, { member: 'journal.append', at, when: 'after' }]))
const held = ['setup', 'baseline', 'build', 'ci'] as const

describe('a run of three phases, its process killed', { timeout: longestMs }, () => {
  it('not at all, is whole', () => {
    expectSameRun(whole, whole, 0)
    expect(whole.requests).toBe(2)
  })

  it('after any of its deeds, ends as if it had not been', async () => {
    expect(await failuresOf(points.filter(({ when }) => when === 'after').map((point) => [point]))).toEqual([])
  })

  it.runIf(nightly)('before any of its deeds, ends as if it had not been', async () => {
    expect(await failuresOf(points.filter(({ when }) => when === 'before').map((point) => [point]))).toEqual([])
  })

  it('again while the next one takes over, ends as if it had not been', async () => {
    expect(await failuresOf(recoveries)).toEqual([])
  })

  it.runIf(seesProcesses).each(held)('while its %s command runs, leaves no process and ends as if it had not been', async (step) => {
    const trial = await laboratory.attempt(async (scene) => {
      const worker = await scene.startHeld(step)
      worker.kill('SIGKILL')
      await worker.ended
    })
    expectSameRun(trial, whole)
  })

  it.each(['model-answer.json', 'call-end'])('once an answer is safe (%s), neither asks nor pays again', async (about) => {
    const safe = points.filter((point) => point.about === about && point.when === 'after')
    expect(safe).toHaveLength(2)
    for (const point of safe) {
      const { requests, evidence } = await killAt(point)
      expect(requests).toBe(whole.requests)
      expect(evidence.view.spent).toMatchObject({ tokens: whole.evidence.view.spent.tokens, nanoUsd: whole.evidence.view.spent.nanoUsd })
    }
  })

  it('while git moves a ref, is not held up by the lock that git left', async () => {
    const trial = await laboratory.attempt(async (scene) => {
      await scene.start({ point: { member: 'repository.moveRef', at: 2, when: 'before' } }).ended
      for (const ref of ['refs/heads/autopack/r', 'refs/tags/autopack/r/greet', 'refs/autopack/r/candidates/part-1']) leaveLock(scene.folder, ref)
    })
    expectSameRun(trial, whole)
  })

  it('while a model answers, has paid for the answer that it never got', async () => {
    const trial = await laboratory.attempt(async (scene) => {
      const worker = scene.start()
      scene.whenAsked(() => worker.kill('SIGKILL'))
      await worker.ended
    })
    expectSameRun(trial, whole)
    expect(trial.requests).toBe(whole.requests + 1)
    expect(Object.values(trial.evidence.view.calls).map(({ end }) => end?.ended)).toEqual(['presumed', 'answered', 'answered'])
  })

  it('is described in the documentation by the points it was killed at', async () => {
    const size = { points, recoveries: recoveries.length, middles: held.length + 2 }
    await expect(describeSuite(size)).toMatchFileSnapshot('../../../../docs/crash-suite.md')
    const { normal, nightly } = countKills(size)
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`${normal} kill points of a three-phase run, ${nightly} nightly`)
  })
})
