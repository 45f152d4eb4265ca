import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { blobAt, type RepositoryCase } from './repository-case.ts'

export function treeCases(on: RepositoryCase): readonly ConformanceCase[] {
  return [
    on('sees no change between a commit and its tree', async ({ repository, base }) => {
      const tree = await repository.treeOf(base)
      assert.deepEqual([await repository.changes(base, tree), await repository.diff(base, tree), await repository.countLines(base, tree)], [[], '', { added: 0, deleted: 0 }])
    }),
    on('lists changes sorted by the bytes of their paths, a rename as a delete and an add', async (subject) => {
      const { repository, base } = subject
      const page = { mode: '100644', blob: await blobAt(subject, base, 'src/a.js') }
      const paths = ['src/a.js', 'src/ä.js', 'src/z.js', 'src-other.js', 'src/\u{ff5e}.js', 'src/\u{1f30d}.js']
      const tree = await repository.writeTree(base, paths.map((path) => ({ path, after: path === 'src/a.js' ? null : page })))
      const changes = await repository.changes(base, tree)
      assert.deepEqual(changes.map(({ path }) => path), paths.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))))
      assert.deepEqual(changes.find(({ path }) => path === 'src/a.js'), { path: 'src/a.js', before: page, after: null })
      assert.deepEqual(changes.find(({ path }) => path === 'src/z.js'), { path: 'src/z.js', before: null, after: page })
    }),
    on('changes a mode alone', async (subject) => {
      const { repository, base } = subject
      const blob = await blobAt(subject, base, 'src/a.js')
      const tree = await repository.writeTree(base, [{ path: 'src/a.js', after: { mode: '100755', blob } }])
      assert.deepEqual(await repository.changes(base, tree), [{ path: 'src/a.js', before: { mode: '100644', blob }, after: { mode: '100755', blob } }])
    }),
    on('puts a file where a folder was, and the same edits give the same tree', async (subject) => {
      const { repository, base } = subject
      const after = { mode: '100644', blob: await blobAt(subject, base, 'README.md') }
      const gone = ['src/a.js', 'src/[id].js', 'src/tab\there.js'].map((path) => ({ path, after: null }))
      const tree = await repository.writeTree(base, [{ path: 'src', after }, ...gone])
      assert.deepEqual((await repository.entries(tree, ['src', 'src/a.js'])).map((entry) => entry?.mode ?? null), ['100644', null])
      assert.equal(await repository.writeTree(base, [...gone, { path: 'src', after }]), tree)
      assert.equal(await repository.writeTree(base, []), await repository.treeOf(base))
    }),
    on('shows a change as a diff and counts its lines', async (subject) => {
      const { repository, base } = subject
      const blob = await blobAt(subject, base, 'README.md')
      const edits = [{ path: 'src/a.js', after: { mode: '100644', blob } }, { path: 'new.md', after: { mode: '100644', blob } }]
      const tree = await repository.writeTree(base, edits)
      const diff = await repository.diff(base, tree)
      for (const line of ['--- a/src/a.js', '+++ b/src/a.js', '-two', '+# Grüße, 世界 🌍', '--- /dev/null', '+++ b/new.md']) assert.ok(diff.split('\n').includes(line), `no line ${line} in\n${diff}`)
      assert.equal(await repository.wholeDiff(base, tree), diff)
      assert.deepEqual(await repository.countLines(base, tree), { added: 2, deleted: 3 })
    }),
  ]
}
