import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createCommandRunner } from '../create-command-runner.ts'
import { readCommandPolicy } from './command-policy.ts'
import { createFixRunner, type FixOutcome } from './create-fix-runner.ts'

const outer = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-fixes-')))
const [root, temporary] = [join(outer, 'work'), join(outer, 'tmp')]
mkdirSync(temporary)
afterAll(() => rmSync(outer, { recursive: true, force: true }))

const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', TMPDIR: temporary }
const policy = readCommandPolicy(readFileSync(new URL('../../../../config/commands.yaml', import.meta.url), 'utf8'))
const runner = createCommandRunner({ environment })
const fixes = (): ReturnType<typeof createFixRunner> => createFixRunner({ runner, policy, root, marker: 'fix-test:1:fix' })
const run = async (category: string, op: string, args: object, approved = false): Promise<FixOutcome> => fixes().run({ category, op, args }, { approved })
const git = (...args: readonly string[]): string => execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { env: { ...environment, HOME: temporary }, encoding: 'utf8', stdio: 'pipe' })
const write = (path: string, text: string): void => writeFileSync(join(root, path), text)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const succeeded = expect.objectContaining({ kind: 'exited', exitCode: 0 })

/** A merge in the middle of a conflict in `a`, made once. */
const template = join(outer, 'template')
beforeAll(() => {
  mkdirSync(root)
  git('init', '-q', '-b', 'main')
  const commit = (text: string): void => {
    write('a', text)
    git('add', 'a')
    git('commit', '-q', '-m', text)
  }
  commit('base\n')
  git('checkout', '-q', '-b', 'other')
  commit('theirs\n')
  git('checkout', '-q', 'main')
  commit('ours\n')
  spawnSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', 'merge', 'other'], { env: { ...environment, HOME: temporary }, stdio: 'ignore' })
  if (!existsSync(join(root, '.git/MERGE_HEAD'))) throw new Error('there is no conflict')
  renameSync(root, template)
})

beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  cpSync(template, root, { recursive: true, verbatimSymlinks: true })
})

test('a conflict is listed, settled for one side, and staged', async () => {
  expect(await run('git', 'list_conflicts', {})).toMatchObject({ kind: 'exited', exitCode: 0, stdout: 'a\n' })
  expect(await run('git', 'take_side', { side: 'theirs', paths: ['a'] })).toEqual(succeeded)
  expect(await run('git', 'stage', { paths: ['a'] })).toEqual(succeeded)
  expect([read('a'), git('status', '--porcelain')]).toEqual(['theirs\n', 'M  a\n'])
})

test('a merge is given up, a changed file restored', async () => {
  expect(await run('git', 'abort_merge', {})).toEqual(succeeded)
  write('a', 'spoilt\n')
  expect(await run('git', 'restore', { paths: ['a'] })).toEqual(succeeded)
  expect([read('a'), git('status', '--porcelain')]).toEqual(['ours\n', ''])
})

test('what the policy asks about waits for an approval; names are never options or patterns', async () => {
  write('--force', 'x')
  write('new', 'x')
  expect(await run('git', 'remove_untracked', { paths: ['*'] }, true)).toEqual(succeeded)
  expect(await run('git', 'remove_untracked', { paths: ['--force'] })).toMatchObject({ kind: 'needs-approval', rule: 'lose-what-git-does-not-know' })
  expect(existsSync(join(root, '--force'))).toBe(true)
  expect(await run('git', 'remove_untracked', { paths: ['--force'] }, true)).toEqual(succeeded)
  expect([existsSync(join(root, '--force')), existsSync(join(root, 'new'))]).toEqual([false, true])
})

test('files are created, copied, moved and removed', async () => {
  expect(await run('file', 'create_folder', { path: 'x/y' })).toEqual(succeeded)
  expect(await run('file', 'create', { path: 'x/y/--z' })).toEqual(succeeded)
  write('x/one', '1')
  expect(await run('file', 'copy', { from: 'x/one', to: 'x/two' })).toEqual(succeeded)
  expect(await run('file', 'move', { from: 'x/two', to: 'x/three' })).toEqual(succeeded)
  expect(await run('file', 'remove', { paths: ['x/one'] }, true)).toEqual(succeeded)
  expect([existsSync(join(root, 'x/y/--z')), existsSync(join(root, 'x/one')), read('x/three')]).toEqual([true, false, '1'])
})

test('links that lead out of the workspace or into git’s folder are not followed', async () => {
  writeFileSync(join(outer, 'secret'), 'old')
  symlinkSync(outer, join(root, 'out'))
  symlinkSync('.git', join(root, 'inner'))
  for (const path of ['out/secret', 'out/new/deep', 'inner/config', 'inner/hooks/post-checkout']) expect(await run('file', 'copy', { from: 'a', to: path })).toMatchObject({ kind: 'denied', message: expect.stringContaining('leads out') })
  symlinkSync(join(outer, 'planted'), join(root, 'dangling'))
  await run('file', 'create', { path: 'dangling' })
  await run('file', 'copy', { from: 'a', to: 'dangling' })
  expect([readFileSync(join(outer, 'secret'), 'utf8'), existsSync(join(outer, 'planted'))]).toEqual(['old', false])
})

test('git runs no hook, and nothing in a repository whose configuration could run a program or lead elsewhere', async () => {
  const mark = join(outer, 'ran')
  writeFileSync(join(root, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 })
  git('checkout', '-q', '--theirs', 'a')
  expect(existsSync(mark)).toBe(true)
  rmSync(mark)
  expect(await run('git', 'take_side', { side: 'ours', paths: ['a'] })).toEqual(succeeded)
  expect(existsSync(mark)).toBe(false)
  const clean = read('.git/config')
  for (const [section, key] of [['core', 'fsmonitor'], ['core', 'worktree'], ['core', 'hooksPath'], ['filter "x"', 'clean'], ['include', 'path'], ['diff', 'external'], ['alias', 'restore'], ['extensions', 'worktreeConfig']] as const) {
    write('.git/config', `${clean}[${section}]\n\t${key} = touch ${mark}\n`)
    expect(await run('git', 'restore', { paths: ['a'] })).toMatchObject({ kind: 'denied', message: expect.stringMatching(new RegExp(key, 'i')) })
  }
  write('.git/config', clean)
  appendFileSync(join(root, '.git/commondir'), outer)
  expect(await run('git', 'restore', { paths: ['a'] })).toMatchObject({ kind: 'denied', message: expect.stringContaining('commondir') })
  expect(existsSync(mark)).toBe(false)
})

test('interpreters run in the sandbox alone', async () => {
  write('good.js', 'const a = 1\n')
  write('bad.js', 'const = 1\n')
  const { achieved } = await runner.isolation()
  const outcomes = [await run('node', 'check_syntax', { path: 'good.js' }), await run('node', 'check_syntax', { path: 'bad.js' })]
  expect(outcomes.map((outcome) => (outcome.kind === 'exited' ? outcome.exitCode : outcome.kind))).toEqual(achieved < 3 ? ['denied', 'denied'] : [0, 1])
})
