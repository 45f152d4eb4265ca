import { openRepository } from '@autopack/git-workspace'
import { parseChange, proposeChange, type ChangeFormat, type ProposalOutcome } from '@autopack/governed-apply'
import { createGitFixture } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'

async function propose(format: ChangeFormat, text: string): Promise<{ readonly outcome: ProposalOutcome; readonly isUntouched: boolean; readonly read: (revision: string) => string }> {
  const fixture = createGitFixture({ 'a.txt': 'a\n', 'folder/in.txt': 'in\n' })
  onTestFinished(() => fixture.remove())
  fixture.write({ 'a.txt': 'dirty\n', 'untracked.txt': 'new\n' })
  const before = fixture.fingerprint()
  const repository = await openRepository({ path: fixture.root, env: process.env })
  const read = parseChange(format, text)
  if (read.kind === 'invalid') throw new Error(read.problems.join('\n'))
  const outcome = await proposeChange({ repository, base: (await repository.inspect()).head, parsed: read.parsed })
  return { outcome, isUntouched: JSON.stringify(fixture.fingerprint()) === JSON.stringify(before), read: (revision) => fixture.git('show', revision) }
}

test('a change becomes a tree of the base, and the user’s dirty files stay as they are', async () => {
  const { outcome, isUntouched, read } = await propose('unified-diff', '--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n')
  expect(outcome.kind === 'proposed' && read(`${outcome.change.tree}:a.txt`)).toBe('b')
  expect(isUntouched).toBe(true)
})

test('a file in the place of a folder is refused, for git would drop what lies in it', async () => {
  const { outcome } = await propose('edits', '{"files": [{"action": "write", "path": "folder", "content": ""}]}')
  expect(outcome).toMatchObject({ kind: 'refused', problems: [expect.stringContaining('folder')] })
})
