import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { createCommandRunner } from '../create-command-runner.ts'
import { isLeftProbe, probeMarker } from './probe-marker.ts'

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function waiting(marker: string): ChildProcess {
  const child = spawn('sleep', ['30'], { env: { PATH: process.env['PATH'], AUTOPACK_MARKER: marker }, stdio: 'ignore' })
  started.push(child)
  return child
}

const ownProbe = probeMarker()
const goneProbe = ownProbe.replace(`@${process.pid}@`, `@${spawnSync('true').pid}@`)
const elsewhere = goneProbe.replace(/@[^@]*$/, '@pid:[1]')

test('a probe is left when its process is gone, and not before', () => {
  expect([goneProbe, ownProbe, ownProbe.replace(`@${process.pid}@`, '@1@'), 'run@1:2', 'autopack-probe', elsewhere].map(isLeftProbe)).toEqual([true, false, false, false, false, false])
})

test('a sweep ends what a killed process has left of a probe, and no probe that is being made', async () => {
  const runner = createCommandRunner({ environment: process.env })
  const [left, own] = [waiting(goneProbe), waiting(ownProbe)]
  const ended = once(left, 'exit')
  await Promise.all([left, own].map(async (child) => once(child, 'spawn')))
  expect(await runner.sweep('no-run-has-this-name')).toBe(0)
  await ended
  expect([left.signalCode, own.exitCode, own.signalCode]).toEqual(['SIGKILL', null, null])
})
