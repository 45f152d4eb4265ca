import assert from 'node:assert/strict'
import { chmod, lstat, readlink, symlink, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConformanceCase } from '../conformance-case.ts'
import { captured, commitTree, put, textOf, throwsCode, type WorkspaceCase } from './workspace-case.ts'

export function preparationCases(on: WorkspaceCase): readonly ConformanceCase[] {
  return [
    on("copies files of the user's tree, which are no part of the change and stay the user's", async (subject) => {
      const { workspace, repository, base } = subject
      await put(repository.identity.root, 'node_modules/x/index.js', 'x\n')
      await put(repository.identity.root, 'local.json', '{}\n')
      const checkout = await workspace.create('one', base, { copy: ['node_modules', 'local.json'] })
      assert.equal(await textOf(checkout.path, 'local.json'), '{}\n')
      assert.deepEqual(await captured(subject, checkout), [])
      await put(checkout.path, 'node_modules/x/index.js', 'changed\n')
      await put(checkout.path, 'local.json', 'changed\n')
      await put(checkout.path, 'other.json', 'new\n')
      assert.deepEqual(await captured(subject, checkout), ['other.json: none → 100644'])
      assert.equal(await textOf(repository.identity.root, 'node_modules/x/index.js'), 'x\n')
    }),
    on("takes tracked files from the commit, not from the user's tree", async (subject) => {
      const { workspace, repository, base } = subject
      await put(repository.identity.root, 'src/a.js', 'being edited\n')
      await put(repository.identity.root, 'src/untracked.js', 'untracked\n')
      const checkout = await workspace.create('one', base, { copy: ['src'] })
      assert.equal(await textOf(checkout.path, 'src/a.js'), 'one\ntwo\n')
      assert.equal(await textOf(checkout.path, 'src/untracked.js'), 'untracked\n')
      assert.deepEqual(await captured(subject, checkout), [])
    }),
    on('keeps links that stay inside as links, and refuses those that leave', async ({ workspace, repository, base }) => {
      const { root } = repository.identity
      await put(root, 'node_modules/x/cli.js', 'x\n')
      await mkdir(join(root, 'node_modules/.bin'))
      await symlink('../x/cli.js', join(root, 'node_modules/.bin/x'))
      await symlink('../src', join(root, 'node_modules/own'))
      const checkout = await workspace.create('one', base, { copy: ['node_modules'] })
      assert.equal(await readlink(join(checkout.path, 'node_modules/.bin/x')), '../x/cli.js')
      assert.ok((await lstat(join(checkout.path, 'node_modules/own'))).isSymbolicLink())
      for (const [name, target] of [['absolute', join(root, 'src')], ['up', '../../elsewhere'], ['winding', 'own/../../../elsewhere']] as const) {
        await symlink(target, join(root, 'node_modules', name))
        await throwsCode(() => workspace.create('one', base, { copy: [`node_modules/${name}`] }), 'AUTOPACK_WORKSPACE_LINK')
      }
      await throwsCode(() => workspace.create('one', base, { copy: ['node_modules'] }), 'AUTOPACK_WORKSPACE_LINK')
    }),
    on('refuses virtualenvs, and paths that are not there', async ({ workspace, repository, base }) => {
      await put(repository.identity.root, '.venv/pyvenv.cfg', 'home = /usr/bin\n')
      await throwsCode(() => workspace.create('one', base, { copy: ['.venv'] }), 'AUTOPACK_WORKSPACE_VIRTUALENV')
      await throwsCode(() => workspace.create('one', base, { copy: ['nowhere'] }), 'AUTOPACK_WORKSPACE_COPY_MISSING')
    }),
    on('says of paths to copy what a checkout that is to have them would, and nothing of those that it could have', async ({ workspace, repository }) => {
      const { root } = repository.identity
      await put(root, 'data/deep/one.txt', 'one\n')
      await put(root, '.venv/pyvenv.cfg', 'home = /usr/bin\n')
      await mkdir(join(root, 'linked'))
      await symlink('../../elsewhere', join(root, 'linked/up'))
      await workspace.checkCopy(['data', 'data/deep/one.txt'])
      await throwsCode(() => workspace.checkCopy(['data', 'nowhere']), 'AUTOPACK_WORKSPACE_COPY_MISSING')
      await throwsCode(() => workspace.checkCopy(['.venv']), 'AUTOPACK_WORKSPACE_VIRTUALENV')
      await throwsCode(() => workspace.checkCopy(['linked']), 'AUTOPACK_WORKSPACE_LINK')
    }),
    on('has one key for the same files to copy, and another for others', async ({ workspace, repository }) => {
      const { root } = repository.identity
      await put(root, 'data/deep/one.txt', 'one\n')
      await put(root, 'local.json', '{}\n')
      const key = async (): Promise<string> => workspace.copyKey(['data', 'local.json'])
      const first = await key()
      assert.equal(await key(), first)
      const others = [() => put(root, 'local.json', '[]\n'), () => put(root, 'data/deep/one.txt', 'two\n'), () => put(root, 'data/two.txt', ''), () => symlink('two.txt', join(root, 'data/link')), () => chmod(join(root, 'data/two.txt'), 0o755), ...['1', '2'].map((end) => () => put(root, 'data/large', `${'x'.repeat(2 << 20)}${end}`))]
      const seen = new Set([first, await workspace.copyKey(['data']), await workspace.copyKey([])])
      for (const change of others) {
        await change()
        seen.add(await key())
      }
      assert.equal(seen.size, others.length + 3)
      await throwsCode(() => workspace.copyKey(['nowhere']), 'AUTOPACK_WORKSPACE_COPY_MISSING')
    }),
    on('keeps what setup added for the next checkout, which it is no part of', async (subject) => {
      const { workspace, base } = subject
      const first = await workspace.create('setup', base, { copy: [] })
      await put(first.path, 'node_modules/x/index.js', 'x\n')
      await put(first.path, 'generated.txt', 'generated\n')
      await put(first.path, 'src/a.js', 'changed by setup\n')
      assert.equal(await workspace.hasPrepared('key'), false)
      await workspace.keepPrepared('key', first)
      await workspace.keepPrepared('key', first)
      assert.equal(await workspace.hasPrepared('key'), true)
      const next = await workspace.create('next', base, { copy: [], prepared: 'key' })
      assert.deepEqual([await textOf(next.path, 'node_modules/x/index.js'), await textOf(next.path, 'generated.txt'), await textOf(next.path, 'src/a.js')], ['x\n', 'generated\n', 'one\ntwo\n'])
      assert.deepEqual(await captured(subject, next), [])
    }),
    on('has one key for the same lockfiles and commands, and another for others', async (subject) => {
      const { workspace, base } = subject
      const checkout = await workspace.create('one', base, { copy: [] })
      await put(checkout.path, 'src/a.js', 'changed\n')
      const sameLock = await commitTree(subject, await workspace.capture(checkout))
      await put(checkout.path, 'package-lock.json', '{"changed":true}\n')
      const otherLock = await commitTree(subject, await workspace.capture(checkout))
      const commands = [['npm', 'ci']]
      const key = await workspace.setupKey(base, commands)
      assert.equal(await workspace.setupKey(sameLock, commands), key)
      assert.notEqual(await workspace.setupKey(otherLock, commands), key)
      assert.notEqual(await workspace.setupKey(base, [['npm', 'install']]), key)
      assert.match(key, /^[a-z0-9]{20,64}$/)
    }),
  ]
}
