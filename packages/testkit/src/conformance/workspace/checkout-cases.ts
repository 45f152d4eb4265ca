import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ConformanceCase } from '../conformance-case.ts'
import { captured, put, textOf, type WorkspaceCase } from './workspace-case.ts'
import { workspaceFiles } from './workspace-subject.ts'

export function checkoutCases(on: WorkspaceCase): readonly ConformanceCase[] {
  return [
    on('checks out a commit byte for byte', async ({ workspace, base }) => {
      const checkout = await workspace.create('one', base, { copy: [] })
      assert.equal(checkout.commit, base)
      for (const [path, text] of Object.entries(workspaceFiles)) assert.equal(await textOf(checkout.path, path), text)
    }),
    on('replaces what a killed process left at the name', async (subject) => {
      const { workspace, base } = subject
      const left = await workspace.create('one', base, { copy: [] })
      await put(left.path, 'left.txt', 'left\n')
      await put(left.path, 'src/a.js', 'changed\n')
      const fresh = await workspace.create('one', base, { copy: [] })
      assert.deepEqual(await captured(subject, fresh), [])
      assert.ok(!(await readdir(fresh.path)).includes('left.txt'))
    }),
    on('keeps checkouts apart, each with a folder of its own around it', async (subject) => {
      const { workspace, base } = subject
      const [one, two] = [await workspace.create('one', base, { copy: [] }), await workspace.create('two', base, { copy: [] })]
      await put(one.path, 'one.txt', 'one\n')
      await put(dirname(one.path), 'beside.txt', 'beside\n')
      assert.deepEqual(await captured(subject, two), [])
      assert.deepEqual(await captured(subject, one), ['one.txt: none → 100644'])
      assert.notEqual(dirname(one.path), dirname(two.path))
    }),
    on('removes a checkout with the folder around it, as often as it is asked to', async ({ workspace, base }) => {
      const { path } = await workspace.create('one', base, { copy: [] })
      await workspace.create('two', base, { copy: [] })
      assert.deepEqual(await workspace.list(), ['one', 'two'])
      await workspace.remove('one')
      await workspace.remove('one')
      assert.deepEqual(await workspace.list(), ['two'])
      await assert.rejects(stat(dirname(path)))
    }),
    on('takes the whole tree from a checkout that needs to hold a part of it alone', async (subject) => {
      const { workspace, base } = subject
      const checkout = await workspace.create('one', base, { copy: [], only: ['src/**'] })
      assert.equal(await textOf(checkout.path, 'src/a.js'), workspaceFiles['src/a.js'])
      assert.deepEqual(await captured(subject, checkout), [])
      await put(checkout.path, 'src/a.js', 'changed\n')
      assert.deepEqual(await captured(subject, checkout), ['src/a.js: 100644 → 100644'])
    }),
    on('lists nothing before anything was made', async ({ workspace }) => {
      assert.deepEqual(await workspace.list(), [])
      await workspace.remove('never')
    }),
  ]
}
