import assert from 'node:assert/strict'
import { chmod, mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConformanceCase } from '../conformance-case.ts'
import { captured, commitTree, put, textOf, type WorkspaceCase } from './workspace-case.ts'

export function captureCases(on: WorkspaceCase): readonly ConformanceCase[] {
  return [
    on('captures an untouched checkout as the tree it came from', async ({ workspace, repository, base }) => {
      assert.equal(await workspace.capture(await workspace.create('one', base, { copy: [] })), await repository.treeOf(base))
    }),
    on('captures edits, additions, deletions, modes and links', async (subject) => {
      const { workspace, base } = subject
      const checkout = await workspace.create('one', base, { copy: [] })
      await put(checkout.path, 'src/a.js', 'one\n2\n')
      await put(checkout.path, 'src/new/deep.js', 'new\n')
      await rm(join(checkout.path, 'src/gone.js'))
      await chmod(join(checkout.path, 'README.md'), 0o755)
      await symlink('a.js', join(checkout.path, 'src/link.js'))
      await mkdir(join(checkout.path, 'empty'))
      const expected = ['README.md: 100644 → 100755', 'src/a.js: 100644 → 100644', 'src/gone.js: 100644 → none', 'src/link.js: none → 120000', 'src/new/deep.js: none → 100644']
      assert.deepEqual(await captured(subject, checkout), expected)
      assert.deepEqual(await captured(subject, checkout), expected)
    }),
    on('sees an edit that keeps the length', async (subject) => {
      const { workspace, base } = subject
      const checkout = await workspace.create('one', base, { copy: [] })
      await put(checkout.path, 'src/a.js', 'one\nTWO\n')
      assert.deepEqual(await captured(subject, checkout), ['src/a.js: 100644 → 100644'])
      await put(checkout.path, 'src/a.js', 'one\ntwo\n')
      assert.deepEqual(await captured(subject, checkout), [])
    }),
    on('leaves out what .gitignore matches, and keeps what is tracked', async (subject) => {
      const { workspace, base } = subject
      const checkout = await workspace.create('one', base, { copy: [] })
      await put(checkout.path, 'node_modules/x/index.js', 'x\n')
      await put(checkout.path, 'today.log', 'log\n')
      await put(checkout.path, 'src/b.js', 'b\n')
      assert.deepEqual(await captured(subject, checkout), ['src/b.js: none → 100644'])
    }),
    on('gives back what it captured', async (subject) => {
      const { workspace, base } = subject
      const checkout = await workspace.create('one', base, { copy: [] })
      const text = 'mixed\r\nline\nendings\r$Id$\n\u{1f30d}'
      await put(checkout.path, 'src/ü.txt', text)
      const tree = await workspace.capture(checkout)
      const again = await workspace.create('two', await commitTree(subject, tree), { copy: [] })
      assert.equal(await textOf(again.path, 'src/ü.txt'), text)
      assert.equal(await workspace.capture(again), tree)
    }),
  ]
}
