import { chmodSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openRepository } from '../src/index.ts'
import { env, withTrial, type Trial } from './trial.ts'

const files = { 'README.md': '# A project\n' }

function folderOf({ repository }: Trial): string {
  return join(repository.identity.commonDirectory, 'autopack', 'bodies')
}

test('a body waits for git in the repository, seen by its user alone, and is gone then', () =>
  withTrial(files, async (trial) => {
    const git = join(trial.aside, 'git')
    writeFileSync(git, `#!/bin/sh\ncase "$*" in *hash-object*) (cd '${folderOf(trial)}' && ls -ld . *) > '${trial.aside}/seen';; esac\nexec git "$@"\n`)
    chmodSync(git, 0o755)
    const repository = await openRepository({ path: trial.user.root, git, env })
    const [blob = ''] = await repository.writeBlobs([Buffer.from('body\n')])
    expect(trial.user.git('cat-file', 'blob', blob)).toBe('body')
    expect(readFileSync(join(trial.aside, 'seen'), 'utf8').split('\n').map((line) => line.slice(0, 10))).toEqual(['drwx------', '-rw-------', ''])
    expect(readdirSync(folderOf(trial))).toEqual([])
    await repository.close()
  }))

test('what a process that was killed has left is removed by the next one, and what another process is writing is not', () =>
  withTrial(files, async (trial) => {
    const folder = folderOf(trial)
    mkdirSync(folder, { recursive: true })
    for (const name of ['left', 'being-read']) writeFileSync(join(folder, name), 'body\n')
    utimesSync(join(folder, 'left'), new Date(), new Date(Date.now() - 2 * 3_600_000))
    await trial.repository.writeBlobs([Buffer.from('body\n')])
    expect(readdirSync(folder)).toEqual(['being-read'])
  }))

test('a place that cannot be written to is named, and git is not asked', () =>
  withTrial(files, async (trial) => {
    mkdirSync(dirname(folderOf(trial)), { recursive: true })
    writeFileSync(folderOf(trial), 'a file for a folder\n')
    await expect(trial.repository.writeBlobs([Buffer.from('body\n')])).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', message: expect.stringContaining(folderOf(trial)) })
  }))
