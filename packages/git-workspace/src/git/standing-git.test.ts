import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createStandingGit, type StandingGit } from './standing-git.ts'

const answers = `
echo $$ >> "$PIDS"
while read -r line; do
  case $line in
    no) echo 'fatal: it will not' >&2; exit 128 ;;
    die) kill -9 $$ ;;
    once) [ -e "$PIDS.once" ] || { touch "$PIDS.once"; kill -9 $$; }; echo again ;;
    hang) sleep 5 ;;
    *) echo "$line, by $$" ;;
  esac
done`

interface Scene {
  readonly git: StandingGit
  readonly say: (line: string) => Promise<string>
  /** Of all processes there have been. */
  readonly pids: () => readonly number[]
}

function standing(options: { readonly script?: string; readonly idleMs?: number } = {}): Scene {
  const cwd = mkdtempSync(join(tmpdir(), 'autopack-standing-'))
  writeFileSync(join(cwd, 'git'), `#!/bin/sh\n${options.script ?? answers}\n`)
  chmodSync(join(cwd, 'git'), 0o755)
  const pids = join(cwd, 'pids')
  const program = { git: join(cwd, 'git'), env: { PATH: process.env['PATH'] } }
  const git = createStandingGit(program, { args: ['cat-file'], cwd, env: { PIDS: pids }, ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }) })
  onTestFinished(async () => {
    await git.close()
    rmSync(cwd, { recursive: true })
  })
  const say = (line: string): Promise<string> => git.ask(`${line}\n`, (output) => output.line())
  return { git, say, pids: () => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : []) }
}

function lives(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0)
  } catch {
    return false
  }
}

test('one process answers all requests, in their order', async () => {
  const { say, pids } = standing()
  const said = await Promise.all(['a', 'b', 'c'].map(say))
  expect(said).toEqual(['a', 'b', 'c'].map((line) => `${line}, by ${pids()[0]}`))
  expect(await say('d')).toBe(`d, by ${pids()[0]}`)
  expect(pids()).toHaveLength(1)
})

test('a process that dies is followed by another, which is asked what the dead one owed', async () => {
  const { say, pids } = standing()
  expect(await Promise.all(['a', 'once', 'b'].map(say))).toEqual([`a, by ${pids()[0]}`, 'again', `b, by ${pids()[1]}`])
  process.kill(pids()[1] ?? 0, 'SIGKILL')
  expect(await say('c')).toMatch(/^c, by/)
  await expect(say('die')).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED' })
})

test('git’s own no is final for who asked, and not for others', async () => {
  const { say, pids } = standing()
  const [refused, other] = await Promise.allSettled([say('no'), say('a')])
  expect(refused).toMatchObject({ reason: { code: 'AUTOPACK_GIT_FAILED', message: 'git cat-file ended with 128: fatal: it will not', details: { exitCode: 128 } } })
  expect(other).toMatchObject({ value: expect.stringContaining('a, by') })
  expect(pids()).toHaveLength(2)
})

test('an answer that cannot be read ends the process, for the next one would be misread', async () => {
  const { git, say, pids } = standing()
  await expect(git.ask('a\n', async () => Promise.reject(new Error('too much')))).rejects.toMatchObject({ message: expect.stringContaining('too much') })
  expect(await say('b')).toMatch(/^b, by/)
  expect(pids().slice(0, -1).some(lives)).toBe(false)
})

test('closing waits for no process that hangs nor for what it has started, leaves none of its own, and nothing is asked afterwards', async () => {
  const { git, say, pids } = standing()
  await say('a')
  const hanging = say('hang')
  const begun = performance.now()
  await Promise.all([git.close(), expect(hanging).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED' })])
  await git.close()
  expect(performance.now() - begun).toBeLessThan(4000)
  expect(pids().some(lives)).toBe(false)
  await expect(say('b')).rejects.toMatchObject({ message: expect.stringContaining('closed') })
  expect(pids()).toHaveLength(1)
})

test('a process without work is ended, and started again when there is some', async () => {
  const { say, pids } = standing({ idleMs: 10 })
  await say('a')
  while (lives(pids()[0])) await setTimeout(5)
  expect(await say('b')).toBe(`b, by ${pids()[1]}`)
})

test('a git that cannot be started is named', async () => {
  const git = createStandingGit({ git: '/nowhere/git', env: {} }, { args: ['cat-file'], cwd: '/', env: {} })
  await expect(git.ask('a\n', (output) => output.line())).rejects.toMatchObject({ code: 'AUTOPACK_GIT_MISSING' })
})
