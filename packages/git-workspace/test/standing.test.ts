import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openRepository } from '../src/index.ts'
import { env, withTrial, type Trial } from './trial.ts'
import { useAll } from './use-all.ts'

const files = { 'README.md': '# A project\n', 'src/a.js': 'a\n' }

/** Git processes whose folder is the repository's git directory. */
function gitProcesses({ repository }: Trial): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && existsSync(`/proc/${pid}/cwd`) && environmentOf(pid).includes(`GIT_DIR=${repository.identity.commonDirectory}\0`))
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}

test('what others write, pack and move later is seen', () =>
  withTrial(files, async ({ user, repository, base }) => {
    expect(await repository.readRef('refs/heads/autopack/one')).toBe(null)
    const next = user.commit({ 'later.js': 'later\n' })
    expect((await repository.changes(base, next)).map(({ path }) => path)).toEqual(['later.js'])
    user.git('update-ref', 'refs/heads/autopack/one', next)
    expect(await repository.readRef('refs/heads/autopack/one')).toBe(next)
    user.git('gc', '--quiet', '--prune=now')
    const [entry] = await repository.entries(next, ['later.js'])
    expect(Buffer.from(await repository.readBlob(entry?.blob ?? '')).toString()).toBe('later\n')
    const packed = user.commit({ 'packed.js': 'packed\n' })
    user.git('gc', '--quiet', '--prune=now')
    expect(await repository.treeOf(packed)).toBe(user.git('rev-parse', `${packed}^{tree}`))
    user.git('pack-refs', '--all')
    expect(await repository.moveRef('refs/heads/autopack/one', packed, next)).toBe(true)
    expect(user.git('rev-parse', 'autopack/one')).toBe(packed)
  }))

test('what the user packs while trees are written is found for the next ones', () =>
  withTrial(files, async ({ user, repository, base }) => {
    const write = async (from: string, ...names: readonly string[]): Promise<string> => {
      const blobs = await repository.writeBlobs(names.map((name) => Buffer.from(name)))
      return repository.writeTree(from, names.map((name, index) => ({ path: `${name}/a.js`, after: { mode: '100644', blob: blobs[index] ?? '' } })))
    }
    const first = await write(base, 'one', 'two')
    const commit = await repository.writeCommit({ tree: first, parents: [base], author, at: 1_700_000_000, message: 'm' })
    await repository.moveRef('refs/heads/autopack/one', commit, null)
    user.git('gc', '--quiet', '--prune=now')
    const second = await write(first, 'one', 'two', 'three')
    expect(await repository.changes(first, second)).toHaveLength(1)
  }))

const author = { name: 'Autopack', email: 'autopack@example.com' }

test('so is what is packed in a repository that this one borrows from', () =>
  withTrial(files, async ({ user, repository, base, aside }) => {
    const lender = join(aside, 'lender')
    user.git('clone', '--quiet', '--bare', '--no-local', user.root, lender)
    writeFileSync(join(user.root, '.git/objects/info/alternates'), `${lender}/objects\n`)
    const git = (args: readonly string[], input: string): string => execFileSync('git', ['-C', lender, ...args], { input, encoding: 'utf8', stdio: 'pipe' }).trim()
    const lend = (text: string): string => git(['hash-object', '-w', '--stdin'], text)
    const write = (blob: string): Promise<string> => repository.writeTree(base, [{ path: 'src/b.js', after: { mode: '100644', blob } }])
    await write(lend('one\n'))
    const lent = lend('two\n')
    git(['pack-objects', '--quiet', 'objects/pack/pack'], lent)
    git(['prune-packed', '--quiet'], '')
    expect(await repository.entries(await write(lent), ['src/b.js'])).toEqual([{ mode: '100644', blob: lent }])
  }))

test('what the user’s gc has thrown away is written again, and no ref is moved to what is not there', () =>
  withTrial(files, async ({ user, repository, base }) => {
    user.commit({ 'later.js': 'later\n' })
    user.git('gc', '--quiet', '--prune=now')
    const write = (): Promise<readonly string[]> => repository.writeBlobs([Buffer.from('later\n')])
    const request = { tree: await repository.treeOf(base), parents: [base], author, at: 1_700_000_000, message: 'm' }
    const [blob = ''] = await write()
    const commit = await repository.writeCommit(request)
    await repository.moveRef('refs/heads/autopack/one', commit, null)
    await repository.moveRef('refs/heads/autopack/one', null, commit)
    user.git('reset', '--quiet', '--hard', base)
    user.git('reflog', 'expire', '--expire=now', '--all')
    user.git('gc', '--quiet', '--prune=now')
    expect(() => user.git('cat-file', '-e', blob)).toThrow('Command failed')
    await expect(repository.moveRef('refs/heads/autopack/one', commit, null)).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED' })
    expect([await write(), await repository.writeCommit(request)]).toEqual([[blob], commit])
    expect([user.git('cat-file', '-t', blob), user.git('cat-file', '-t', commit)]).toEqual(['blob', 'commit'])
    expect(await repository.moveRef('refs/heads/autopack/one', commit, null)).toBe(true)
  }))

test('a ref that only ends in the name asked for is another ref', () =>
  withTrial(files, async ({ user, repository, base }) => {
    user.git('update-ref', 'refs/heads/refs/heads/autopack/one', base)
    expect(await repository.readRef('refs/heads/autopack/one')).toBe(null)
    expect(await repository.moveRef('refs/heads/autopack/one', base, null)).toBe(true)
  }))

test.runIf(process.platform === 'linux')('closing leaves no git behind', () =>
  withTrial(files, async (trial) => {
    await useAll(trial.repository, trial.base)
    expect(gitProcesses(trial).length).toBeGreaterThan(3)
    await trial.repository.close()
    expect(gitProcesses(trial)).toEqual([])
    await trial.repository.close()
  }),
)

const place = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)

const script = (root: string, then: string): string => `
  import { openRepository } from ${place('../src/index.ts')}
  import { useAll } from ${place('use-all.ts')}
  const repository = await openRepository({ path: ${JSON.stringify(root)}, env: { PATH: process.env.PATH } })
  process.stdout.write(await useAll(repository, (await repository.inspect()).head))
  ${then}`

function start(code: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, ['--conditions=@autopack/source', '--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 30_000, killSignal: 'SIGKILL' })
}

async function whenGone(trial: Trial): Promise<readonly string[]> {
  for (let tries = 0; tries < 200 && gitProcesses(trial).length > 0; tries += 1) await setTimeout(10)
  return gitProcesses(trial)
}

test.runIf(process.platform === 'linux')('what every change needs can be started ahead, once', () =>
  withTrial(files, async (trial) => {
    trial.repository.load()
    trial.repository.load()
    expect(gitProcesses(trial)).toHaveLength(4)
    const started = gitProcesses(trial)
    await useAll(trial.repository, trial.base)
    expect(gitProcesses(trial)).toEqual(expect.arrayContaining([...started]))
    await trial.repository.close()
    trial.repository.load()
    expect(gitProcesses(trial)).toEqual([])
  }),
)

test.runIf(process.platform === 'linux')('a process that is killed leaves no git behind', () =>
  withTrial(files, async (trial) => {
    const child = start(script(trial.user.root, 'setInterval(() => undefined, 1000)'))
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    expect(gitProcesses(trial).length).toBeGreaterThan(3)
    child.kill('SIGKILL')
    expect(await whenGone(trial)).toEqual([])
  }),
)

test.runIf(process.platform === 'linux')('a process that has nothing left to do ends without closing, and so do its gits', () =>
  withTrial(files, async (trial) => {
    const child = start(script(trial.user.root, ''))
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    expect(await whenGone(trial)).toEqual([])
  }),
)

test('a git that knows no --batch-command does the same', () =>
  withTrial(files, async ({ user, aside, base }) => {
    const git = join(aside, 'git')
    writeFileSync(git, '#!/bin/sh\ncase "$*" in *--batch-command*) exit 129;; esac\nexec git "$@"\n')
    chmodSync(git, 0o755)
    const repository = await openRepository({ path: user.root, git, env })
    const commit = await useAll(repository, base)
    expect(await repository.readRef('refs/heads/autopack/one')).toBe(commit)
    const [entry] = await repository.entries(commit, ['src/b.js'])
    expect(await repository.blobSizes([entry?.blob ?? ''])).toEqual([2])
    await repository.close()
  }))
