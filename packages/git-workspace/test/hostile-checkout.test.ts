import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Checkout } from '@autopack/contracts'
import { describe, expect, test } from 'vitest'
import { withTrial, type Trial } from './trial.ts'

const files = { 'README.md': '# A project\n', 'src/a.js': 'a\n' }

function write(checkout: Checkout, path: string, text: string): void {
  mkdirSync(dirname(join(checkout.path, path)), { recursive: true })
  writeFileSync(join(checkout.path, path), text)
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, '-c', 'user.name=b', '-c', 'user.email=b@b', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

async function changesOf({ workspace, repository }: Trial, checkout: Checkout): Promise<readonly string[]> {
  const changes = await repository.changes(checkout.commit, await workspace.capture(checkout))
  return changes.map(({ path, after }) => `${after?.mode ?? 'gone'} ${path}`)
}

const programsIn = (trap: string): string => `[core]\n\tfsmonitor = ${trap}\n\thooksPath = ${dirname(trap)}\n[filter "x"]\n\tclean = ${trap}\n\tsmudge = ${trap}\n\trequired = true\n`

describe('a builder that tampers with its checkout', () => {
  test('gains nothing from programs it configures', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      write(checkout, '.git/config', programsIn(trial.trap.path))
      write(checkout, '.git/objects/info/alternates', '/nowhere\n')
      write(checkout, '.gitattributes', '* filter=x\n')
      write(checkout, 'src/a.js', 'changed\n')
      expect(await changesOf(trial, checkout)).toEqual(['100644 .gitattributes', '100644 src/a.js'])
      expect(trial.trap.sprung()).toBe(false)
    }))

  test("gains nothing from a .git that leads to the user's", () =>
    withTrial(files, async (trial) => {
      const before = trial.user.fingerprint()
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      rmSync(join(checkout.path, '.git'), { recursive: true })
      symlinkSync(trial.repository.identity.commonDirectory, join(checkout.path, '.git'))
      write(checkout, 'src/a.js', 'changed\n')
      expect(await changesOf(trial, checkout)).toEqual(['100644 src/a.js'])
      await trial.workspace.remove('one')
      expect(trial.user.fingerprint()).toEqual(before)
    }))

  test('shows a repository inside as one, and its programs do not run however often it is captured', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      const inner = join(checkout.path, 'vendor/lib')
      write(checkout, 'vendor/lib/payload.js', 'payload\n')
      write(checkout, 'vendor/lib/.gitattributes', '* filter=x\n')
      git(inner, 'init', '--quiet')
      git(inner, 'add', '--all')
      git(inner, 'commit', '--quiet', '--message', 'inner')
      write(checkout, 'vendor/lib/.git/config', programsIn(trial.trap.path))
      write(checkout, 'vendor/lib/payload.js', 'PAYLOAD\n')
      const first = await changesOf(trial, checkout)
      expect([first, await changesOf(trial, checkout)]).toEqual([['160000 vendor/lib'], ['160000 vendor/lib']])
      expect(trial.trap.sprung()).toBe(false)
    }))

  test('shows a .git file that names the user’s repository as a repository', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      write(checkout, 'sub/.git', `gitdir: ${trial.repository.identity.commonDirectory}\n`)
      write(checkout, 'sub/x.js', 'x\n')
      expect(await changesOf(trial, checkout)).toEqual(['160000 sub'])
    }))

  test.each([
    ['a repository without a commit', 'empty/.git', (root: string) => git(root, 'init', '--quiet', 'empty')],
    ['.GiT at the root', '.GiT', (root: string) => mkdirSync(join(root, '.GiT'))],
    ['.GIT in a folder', 'src/.GIT', (root: string) => mkdirSync(join(root, 'src/.GIT'))],
  ])('is told that %s cannot be taken', (_, path, make) =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      make(checkout.path)
      write(checkout, `${path === 'empty/.git' ? 'empty' : path}/config`, 'x\n')
      await expect(trial.workspace.capture(checkout)).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_UNTRACKABLE', details: { paths: [path] } })
    }),
  )

  test('cannot hide names that only other systems read as .git', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      const names = ['.git .', '.g\u200cit', 'git~1', 'back\\slash']
      for (const name of names) write(checkout, `${name}/config`, 'x\n')
      expect((await changesOf(trial, checkout)).toSorted()).toEqual(names.map((name) => `100644 ${name}/config`).toSorted())
    }))

  test('has a link to the outside captured as a link', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      rmSync(join(checkout.path, 'src'), { recursive: true })
      symlinkSync(trial.user.root, join(checkout.path, 'src'))
      expect(await changesOf(trial, checkout)).toEqual(['120000 src', 'gone src/a.js'])
    }))

  test('has links that lead to themselves, and through a file, captured as the links that they are', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      for (const [name, target] of [['.gitignore', '.gitignore'], ['.gitx', '.gitx'], ['.gity', 'src/a.js/b']] as const) symlinkSync(target, join(checkout.path, name))
      expect(await changesOf(trial, checkout)).toEqual(['120000 .gitignore', '120000 .gitx', '120000 .gity'])
    }))

  test('cannot have another folder captured in the place of its own', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      rmSync(checkout.path, { recursive: true })
      await expect(trial.workspace.capture(checkout)).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_UNTRACKABLE' })
      symlinkSync(trial.user.root, checkout.path)
      await expect(trial.workspace.capture(checkout)).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_UNTRACKABLE' })
      await trial.workspace.remove('one')
      expect(trial.user.git('status', '--porcelain')).toBe('')
    }))

  test('works with git inside without reaching the user’s branches, stash or objects', () =>
    withTrial(files, async (trial) => {
      const before = trial.user.fingerprint()
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      expect(git(checkout.path, 'status', '--porcelain')).toBe('')
      write(checkout, 'src/a.js', 'stashed\n')
      git(checkout.path, 'stash')
      write(checkout, 'src/a.js', 'committed\n')
      expect(git(checkout.path, 'diff', '--stat', 'HEAD')).toContain('src/a.js')
      git(checkout.path, 'commit', '--quiet', '--all', '--message', 'builder')
      git(checkout.path, 'branch', 'autopack')
      git(checkout.path, 'gc', '--quiet', '--prune=now')
      expect(await changesOf(trial, checkout)).toEqual(['100644 src/a.js'])
      expect(trial.user.fingerprint()).toEqual(before)
      expect(trial.user.git('fsck', '--strict')).not.toContain('missing')
    }))

  // root may write anywhere, so there it would show nothing
  test.skipIf(process.getuid?.() === 0)('may leave folders that are read-only', () =>
    withTrial(files, async (trial) => {
      const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
      write(checkout, 'cache/mod/x.js', 'x\n')
      for (const folder of ['cache/mod', 'cache']) chmodSync(join(checkout.path, folder), 0o500)
      await trial.workspace.remove('one')
      expect(await trial.workspace.list()).toEqual([])
    }))
})
