import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance-case.ts'
import { blobAt, commitRequest, throwsCode, type RepositoryCase } from './repository-case.ts'
import { repositoryFiles } from './repository-subject.ts'

export function objectCases(on: RepositoryCase): readonly ConformanceCase[] {
  return [
    on('says which commit and branch it stands on', async ({ repository, base }) => {
      const report = await repository.inspect()
      assert.deepEqual([report.head, report.branch, report.refusals], [base, 'main', []])
    }),
    on('reads blobs byte for byte, in the order asked', async (subject) => {
      const { repository, base } = subject
      const paths = Object.keys(repositoryFiles).toReversed()
      const blobs = await Promise.all(paths.map((path) => blobAt(subject, base, path)))
      const bodies = (await repository.readBlobs(blobs)).map((body) => Buffer.from(body).toString('utf8'))
      assert.deepEqual(bodies, paths.map((path) => repositoryFiles[path]))
      assert.deepEqual(await repository.blobSizes(blobs), bodies.map((body) => Buffer.byteLength(body)))
      assert.equal(Buffer.from(await repository.readBlob(blobs[0] ?? '')).toString('utf8'), bodies[0])
      assert.deepEqual([await repository.readBlobs([]), await repository.blobSizes([])], [[], []])
    }),
    on('writes blobs byte for byte, in the order given', async ({ repository }) => {
      const bodies = [Buffer.from('text\r\n'), Buffer.of(), Buffer.of(0, 255, 10, 13), Buffer.from('text\r\n')]
      const blobs = await repository.writeBlobs(bodies)
      assert.deepEqual((await repository.readBlobs(blobs)).map((body) => [...body]), bodies.map((body) => [...body]))
      assert.equal(blobs[0], blobs[3])
      assert.deepEqual(await repository.writeBlobs([]), [])
    }),
    on('throws for a blob that is not there', async ({ repository }) => {
      const nothing = 'f'.repeat(40)
      await throwsCode(() => repository.readBlob(nothing), 'AUTOPACK_GIT_FAILED')
      await throwsCode(() => repository.readBlobs([nothing]), 'AUTOPACK_GIT_FAILED')
      await throwsCode(() => repository.blobSizes([nothing]), 'AUTOPACK_GIT_FAILED')
    }),
    on('finds files at literal paths only, and no folders', async ({ repository, base }) => {
      const entries = await repository.entries(base, ['src/[id].js', 'src', 'src/i.js', 'src/*.js', 'README.md', 'src/tab\there.js'])
      assert.deepEqual(entries.map((entry) => entry?.mode ?? null), ['100644', null, null, null, '100644', '100644'])
      assert.deepEqual(await repository.entries(base, []), [])
    }),
    on('names what lies in a folder, folders too', async ({ repository, base }) => {
      const [root, folder, file, nothing] = await repository.names(base, ['', 'src', 'README.md', 'none'])
      assert.ok(root?.includes('README.md') === true && root.includes('src') && !root.includes('src/a.js'))
      assert.deepEqual(folder?.toSorted(), ['[id].js', 'a.js', 'tab\there.js'])
      assert.deepEqual([file, nothing], [null, null])
      assert.deepEqual(await repository.names(await repository.treeOf(base), []), [])
    }),
    on('writes the same commit for the same request, and another for another', async ({ repository, base }) => {
      const request = commitRequest(await repository.treeOf(base), [base])
      const commit = await repository.writeCommit(request)
      assert.equal(await repository.writeCommit({ ...request }), commit)
      assert.notEqual(await repository.writeCommit({ ...request, at: request.at + 1 }), commit)
      assert.notEqual(await repository.writeCommit({ ...request, message: 'Another' }), commit)
      assert.equal(await repository.treeOf(commit), await repository.treeOf(base))
      assert.deepEqual(await Promise.all([repository.isAncestor(base, commit), repository.isAncestor(base, base), repository.isAncestor(commit, base)]), [true, true, false])
    }),
    on('says which line of .gitignore matches, tracked files never', async ({ repository }) => {
      const paths = ['logs/today.log', 'README.md', 'node_modules/x/index.js', 'src/new.js']
      assert.deepEqual(await repository.ignoredBy(paths), ['.gitignore:3:*.log', null, '.gitignore:2:node_modules/', null])
      assert.deepEqual(await repository.ignoredBy([]), [])
    }),
  ]
}
