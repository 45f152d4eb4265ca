import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createGit, type Git } from './git.ts'

function gitThat(script: string): { readonly git: Git; readonly cwd: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'autopack-git-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'git'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(cwd, 'git'), 0o755)
  return { git: createGit({ git: join(cwd, 'git'), env: { PATH: process.env['PATH'], HOME: '/home/ada', GIT_DIR: '/elsewhere', SECRET: 'x' } }), cwd }
}

test('git gets a pinned environment, and of the caller’s only where programs are', async () => {
  const { git, cwd } = gitThat('env')
  const { stdout } = await git({ args: [], cwd, env: { GIT_INDEX_FILE: '/index' } })
  const seen = Object.fromEntries(stdout.toString('utf8').trim().split('\n').map((line) => line.split('=', 2)))
  expect(seen).toMatchObject({ HOME: '/nonexistent', LC_ALL: 'C', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', GIT_INDEX_FILE: '/index', PATH: process.env['PATH'] })
  expect(seen).not.toHaveProperty('SECRET')
  expect(seen).not.toHaveProperty('GIT_DIR')
})

test('a failure names the command and ends with git’s own words', async () => {
  const { git, cwd } = gitThat('echo "fatal: it broke" >&2; exit 128')
  await expect(git({ args: ['write-tree'], cwd })).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', message: 'git write-tree ended with 128: fatal: it broke', details: { exitCode: 128 } })
  expect(await git({ args: ['write-tree'], cwd, accept: [128] })).toMatchObject({ exitCode: 128 })
})

test('a full disk has a code of its own', async () => {
  const { git, cwd } = gitThat('echo "error: unable to write file: No space left on device" >&2; exit 128')
  await expect(git({ args: ['add'], cwd, accept: [0, 1] })).rejects.toMatchObject({ code: 'AUTOPACK_DISK_FULL', message: expect.stringContaining('free some space') })
})

test('a missing program and a missing folder are told apart', async () => {
  const { git, cwd } = gitThat('exit 0')
  await expect(git({ args: ['status'], cwd: join(cwd, 'nowhere') })).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', message: expect.stringContaining('is gone') })
  await expect(createGit({ git: join(cwd, 'no-git'), env: {} })({ args: ['status'], cwd })).rejects.toMatchObject({ code: 'AUTOPACK_GIT_MISSING' })
})

test('a git that ends before it has read its input is judged by its exit code', async () => {
  const { git, cwd } = gitThat('exit 0')
  expect(await git({ args: ['cat-file'], cwd, stdin: 'x'.repeat(1_000_000) })).toMatchObject({ exitCode: 0 })
})
