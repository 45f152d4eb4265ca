import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
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

function standing(options: { readonly script?: string; readonly knows?: () => unknown; readonly once?: boolean } = {}): Scene {
  const cwd = mkdtempSync(join(tmpdir(), 'autopack-standing-'))
  const { script = answers, ...call } = options
  writeFileSync(join(cwd, 'git'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(cwd, 'git'), 0o755)
  const pids = join(cwd, 'pids')
  const program = { git: join(cwd, 'git'), env: { PATH: process.env['PATH'] } }
  const git = createStandingGit(program, { args: ['cat-file'], cwd, env: { PIDS: pids }, ...call })
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

afterEach(() => void vi.useRealTimers())

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
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { say, pids } = standing()
  await say('a')
  vi.advanceTimersByTime(29_000)
  await say('b')
  vi.advanceTimersByTime(30_000)
  while (lives(pids()[0])) await setTimeout(5)
  expect(await say('c')).toBe(`c, by ${pids()[1]}`)
})

test('closing waits for all that are still ending, not for the latest alone', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { git, say, pids } = standing({ script: `late=0\n[ -e "$PIDS" ] || late=0.5\n${answers}\nsleep $late` })
  await say('a')
  vi.advanceTimersByTime(30_000)
  await say('b')
  expect(pids().every(lives)).toBe(true)
  await git.close()
  expect(pids().filter(lives)).toEqual([])
})

test('a process that knows what is no longer so answers what it owes, and is asked nothing more', async () => {
  let known = 1
  const { say, pids } = standing({ knows: () => known })
  const owed = say('a')
  known = 2
  const later = say('b')
  const [first, second] = (await Promise.all([owed, later])).map((said) => said.split('by ')[1])
  expect(new Set(pids())).toEqual(new Set([Number(first), Number(second)]))
  while (lives(Number(first))) await setTimeout(5)
  expect(await say('c')).toBe(`c, by ${second}`)
})

test('what may be asked once is not asked again of another', async () => {
  const { say, pids } = standing({ once: true })
  await expect(say('once')).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', details: { exitCode: null } })
  expect(pids()).toHaveLength(1)
  expect(await say('once')).toBe('again')
})

test('a git that cannot be started is named', async () => {
  const git = createStandingGit({ git: '/nowhere/git', env: {} }, { args: ['cat-file'], cwd: '/', env: {} })
  await expect(git.ask('a\n', (output) => output.line())).rejects.toMatchObject({ code: 'AUTOPACK_GIT_MISSING' })
})

test('where no further file can be opened, that is what is said, and later requests are answered', async () => {
  const module = JSON.stringify(new URL('standing-git.ts', import.meta.url).href)
  const code = `
    import { closeSync, openSync } from 'node:fs'
    import { createStandingGit } from ${module}
    const git = createStandingGit({ git: 'git', env: process.env }, { args: ['cat-file', '--batch-check'], cwd: ${JSON.stringify(process.cwd())}, env: {} })
    const say = () => git.ask('nothing\\n', (output) => output.line())
    const opened = []
    try { for (;;) opened.push(openSync('/dev/null')) } catch {}
    const first = await say().catch(({ code, message }) => code + ' ' + message)
    opened.forEach((file) => closeSync(file))
    console.log(first)
    console.log(await say())`
  const node = [process.execPath, '--conditions=@autopack/source', '--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -n 60; exec "$@"', 'sh', ...node], { timeout: 20_000 })
  const [refused, answered] = stdout.split('\n')
  expect(refused).toMatch(/^AUTOPACK_GIT_FAILED .*EMFILE/)
  expect(answered).toBe('nothing missing')
})
