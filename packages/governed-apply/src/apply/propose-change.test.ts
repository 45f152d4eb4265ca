import type { FileOperation, ObjectId, Repository } from '@autopack/contracts'
import { createMemoryRepository } from '@autopack/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseChange, proposeChange, type ChangeFormat, type ProposalOutcome } from '../index.ts'

const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}\n`).join('')
const files = { 'a.txt': ten, 'crlf.txt': 'a\r\nb\r\nc\r\n', 'bom.txt': '\ufeffa\nb\n', 'open.txt': 'a\nb', 'twice.txt': 'x\ny\nx\ny\n', 'folder/in.txt': 'in\n', 'empty.txt': '', 'run.sh': 'echo 1\n', 'bytes.bin': 'a\n', 'long.txt': 'line\n'.repeat(1001) }
let repository: Repository
let base: ObjectId

beforeAll(async () => {
  const memory = createMemoryRepository({ files })
  const [blob = ''] = await memory.writeBlobs([Buffer.from('echo 1\n')])
  repository = memory
  base = await memory.writeTree(memory.refs.get('refs/heads/main') ?? '', [{ path: 'run.sh', after: { mode: '100755', blob } }])
})

async function propose(format: ChangeFormat, text: string): Promise<ProposalOutcome> {
  const outcome = parseChange(format, text)
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'))
  return proposeChange({ repository, base, parsed: outcome.parsed })
}

const edits = (...files: readonly FileOperation[]): string => JSON.stringify({ files })

/** The resulting text of a path, and its mode; null where it is gone. */
async function result(outcome: ProposalOutcome, path: string): Promise<readonly [mode: string, text: string] | null> {
  if (outcome.kind !== 'proposed') throw new Error(JSON.stringify(outcome))
  const [entry] = await repository.entries(outcome.change.tree, [path])
  return entry == null ? null : [entry.mode, Buffer.from(await repository.readBlob(entry.blob)).toString('utf8')]
}

async function refusal(outcome: Promise<ProposalOutcome>): Promise<string> {
  const said = await outcome
  return said.kind === 'refused' ? said.problems.join('\n') : said.kind
}

const diff = (path: string, hunks: string): string => `--- a/${path}\n+++ b/${path}\n${hunks}`

describe('edits', () => {
  test('write, change, delete and rename files', async () => {
    const outcome = await propose('edits', edits({ action: 'write', path: 'new/b.txt', content: 'b\n' }, { action: 'edit', path: 'a.txt', edits: [{ search: 'line 3\n', replace: 'third\n' }, { search: 'third', replace: '3rd' }] }, { action: 'delete', path: 'open.txt' }, { action: 'rename', path: 'run.sh', to: 'bin/run.sh' }))
    expect(await result(outcome, 'new/b.txt')).toEqual(['100644', 'b\n'])
    expect(await result(outcome, 'a.txt')).toEqual(['100644', ten.replace('line 3', '3rd')])
    expect(await result(outcome, 'open.txt')).toBeNull()
    expect(await result(outcome, 'bin/run.sh')).toEqual(['100755', 'echo 1\n'])
  })

  test('keep line endings, byte order mark, missing line feed and mode', async () => {
    const edit = (path: string, search: string, replace: string): FileOperation => ({ action: 'edit', path, edits: [{ search, replace }] })
    const outcome = await propose('edits', edits(edit('crlf.txt', 'a\nb\n', 'a\n1\n2\n'), edit('bom.txt', 'a\n', 'A\n'), edit('open.txt', 'b', 'B'), edit('run.sh', '1', '2')))
    expect(await result(outcome, 'crlf.txt')).toEqual(['100644', 'a\r\n1\r\n2\r\nc\r\n'])
    expect(await result(outcome, 'bom.txt')).toEqual(['100644', '\ufeffA\nb\n'])
    expect(await result(outcome, 'open.txt')).toEqual(['100644', 'a\nB'])
    expect(await result(outcome, 'run.sh')).toEqual(['100755', 'echo 2\n'])
  })

  test('keep them too where the file is written in full: who writes means its lines', async () => {
    const write = (path: string, content: string): FileOperation => ({ action: 'write', path, content })
    const outcome = await propose('edits', edits(write('crlf.txt', 'a\nz\n'), write('bom.txt', 'z\n'), write('open.txt', 'z\n'), write('run.sh', 'echo 2'), write('empty.txt', 'z'), write('new.txt', 'z')))
    const texts = await Promise.all(['crlf.txt', 'bom.txt', 'open.txt', 'run.sh', 'empty.txt', 'new.txt'].map(async (path) => (await result(outcome, path))?.[1]))
    expect(texts).toEqual(['a\r\nz\r\n', '\ufeffz\n', 'z', 'echo 2\n', 'z', 'z'])
  })

  test('change them where that is all that a change does', async () => {
    const write = (path: string, content: string): FileOperation => ({ action: 'write', path, content })
    const outcome = await propose('edits', edits(write('crlf.txt', 'a\nb\nc\n'), write('bom.txt', 'a\nb\n'), write('open.txt', 'a\nb\n'), write('run.sh', 'echo 1')))
    const texts = await Promise.all(['crlf.txt', 'bom.txt', 'open.txt', 'run.sh'].map(async (path) => (await result(outcome, path))?.[1]))
    expect(texts).toEqual(['a\nb\nc\n', 'a\nb\n', 'a\nb\n', 'echo 1'])
    expect(await result(await propose('edits', edits({ action: 'edit', path: 'crlf.txt', edits: [{ search: 'b\r\nc', replace: 'b\nc' }] })), 'crlf.txt')).toEqual(['100644', 'a\r\nb\nc\r\n'])
  })

  test('take Windows endings from whoever writes them, and mix none in', async () => {
    const outcome = await propose('edits', edits({ action: 'edit', path: 'crlf.txt', edits: [{ search: 'a\r\nb', replace: 'a\n1\nb' }] }))
    expect(await result(outcome, 'crlf.txt')).toEqual(['100644', 'a\r\n1\r\nb\r\nc\r\n'])
  })

  test('rewrite no long file, and name every file with a problem at once', async () => {
    const problems = await refusal(propose('edits', edits({ action: 'write', path: 'long.txt', content: 'short\n' }, { action: 'delete', path: 'missing.txt' }, { action: 'edit', path: 'a.txt', edits: [{ search: '', replace: 'z' }] })))
    for (const problem of ['long.txt has 1002 lines', 'missing.txt is not there', 'the search block of edit 1 is empty']) expect(problems).toContain(problem)
  })

  test.each([
    ['twice.txt', 'x\ny\n', 'occurs 2 times, at lines 1, 3'],
    ['a.txt', '  line 3\n', 'lines 3-3 match except for white space'],
    ['a.txt', 'line 3\nline 5\n', 'closest is line 3, but line 4 is "line 4" and not "line 5"'],
    ['a.txt', 'nothing like it', 'no line of them is in the file'],
    ['missing.txt', 'x', 'missing.txt is not there'],
  ])('of %s at %j are refused with the near miss', async (path, search, why) => {
    expect(await refusal(propose('edits', edits({ action: 'edit', path, edits: [{ search, replace: 'z' }] })))).toContain(why)
  })

  test('cannot take what stands between two edits for granted', async () => {
    const both = [{ search: 'line 3', replace: 'line 4' }, { search: 'line 4', replace: 'x' }]
    expect(await refusal(propose('edits', edits({ action: 'edit', path: 'a.txt', edits: both })))).toContain('edit 2 occurs 2 times')
  })

  test('put no folder where a file is', async () => {
    expect(await refusal(propose('edits', edits({ action: 'write', path: 'a.txt/b', content: '' })))).toContain('a.txt is a file')
  })
})

describe('outcomes of their own', () => {
  test('no file at all is empty', async () => {
    expect(await propose('edits', edits())).toEqual({ kind: 'empty' })
    expect(await propose('git-diff', '')).toMatchObject({ kind: 'empty' })
  })

  test('what is there already is identical', async () => {
    expect(await propose('edits', edits({ action: 'write', path: 'a.txt', content: ten }))).toEqual({ kind: 'identical', paths: ['a.txt'] })
  })

  test('a new file over an existing one is never taken for an edit or a deletion', async () => {
    const text = 'diff --git a/a.txt b/a.txt\nnew file mode 100644\nindex 0000000..7898192\n--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+a\n'
    expect(await propose('git-diff', text)).toMatchObject({ kind: 'already-exists', path: 'a.txt' })
    expect(await propose('unified-diff', '--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1 @@\n+a\n')).toMatchObject({ kind: 'already-exists' })
    expect(await propose('edits', edits({ action: 'rename', path: 'a.txt', to: 'open.txt' }))).toMatchObject({ kind: 'already-exists', path: 'open.txt' })
    expect(await propose('git-diff', 'diff --git a/a.txt b/open.txt\nrename from a.txt\nrename to open.txt\n')).toMatchObject({ kind: 'already-exists' })
  })
})

describe('hunks', () => {
  test.each([
    ['are shifted', diff('a.txt', '@@ -2,3 +2,3 @@\n line 3\n-line 4\n+4\n line 5\n'), 'they stand at line 3'],
    ['differ in white space', diff('a.txt', '@@ -3,3 +3,3 @@\n line 3\n-line 4 \n+4\n line 5\n'), 'match except for white space'],
    ['differ in line endings', diff('crlf.txt', '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'), 'match except for white space or line endings'],
    ['differ in context', diff('a.txt', '@@ -3,3 +3,3 @@\n line 3\n-line 4\n+4\n line 6\n'), 'line 5 is "line 5" and not "line 6"'],
    ['lie beyond the end', diff('a.txt', '@@ -20,1 +20,1 @@\n-line 20\n+x\n'), 'not at line 20'],
    ['insert without context', diff('a.txt', '@@ -3,0 +4 @@\n+x\n'), 'without a line of context'],
    ['end before the file does', diff('a.txt', '@@ -3,1 +3,2 @@\n line 3\n+x\n'), 'line 4 follows'],
    ['forget that the file has no line feed at its end', diff('open.txt', '@@ -1,2 +1,2 @@\n-a\n+A\n b\n'), 'only in the line feed'],
    ['say that the file has none where it has', diff('a.txt', '@@ -10 +10 @@\n-line 10\n\\ No newline at end of file\n+x\n'), 'only in the line feed'],
    ['delete only a part of a file', '--- a/a.txt\n+++ /dev/null\n@@ -10 +0,0 @@\n-line 10\n', 'positions'],
    ['delete the first lines only', '--- a/a.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-line 1\n', 'line 2 follows'],
    ['are of a file that is not there', diff('missing.txt', '@@ -1 +1 @@\n-a\n+b\n'), 'missing.txt is not there'],
    ['are of another mode', 'diff --git a/a.txt b/a.txt\nold mode 100755\nnew mode 100644\n', 'has the mode 100644'],
    ['turn a file into a link', 'diff --git a/a.txt b/a.txt\nold mode 100644\nnew mode 120000\n', 'from a file into a link'],
  ])('that %s are refused', async (_, text, why) => {
    const format = text.startsWith('diff') ? 'git-diff' : 'unified-diff'
    const outcome = parseChange(format, text)
    expect(outcome.kind === 'invalid' ? outcome.problems.join() : await refusal(propose(format, text))).toContain(why)
  })

  test('apply at exactly the line they name, with endings, marks and modes as they were', async () => {
    const text = [
      diff('a.txt', '@@ -1,2 +1,2 @@\n-line 1\n+first\n line 2\n@@ -9,2 +9,3 @@\n line 9\n line 10\n+line 11\n'),
      diff('crlf.txt', '@@ -1,3 +1,2 @@\n a\r\n-b\r\n c\r\n'),
      diff('bom.txt', '@@ -1,2 +1,2 @@\n-\ufeffa\n+\ufeffA\n b\n'),
      diff('open.txt', '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n'),
      diff('empty.txt', '@@ -0,0 +1 @@\n+a\n'),
      diff('run.sh', '@@ -1 +1 @@\n-echo 1\n+echo 2\n\\ No newline at end of file\n'),
    ].join('')
    const outcome = await propose('unified-diff', text)
    expect(await result(outcome, 'a.txt')).toEqual(['100644', `${ten.replace('line 1\n', 'first\n')}line 11\n`])
    expect(await result(outcome, 'crlf.txt')).toEqual(['100644', 'a\r\nc\r\n'])
    expect(await result(outcome, 'bom.txt')).toEqual(['100644', '\ufeffA\nb\n'])
    expect(await result(outcome, 'open.txt')).toEqual(['100644', 'a\nb\n'])
    expect(await result(outcome, 'empty.txt')).toEqual(['100644', 'a\n'])
    expect(await result(outcome, 'run.sh')).toEqual(['100755', 'echo 2'])
  })
})

test('a repository whose tree says something else than the change is not believed', async () => {
  const memory = createMemoryRepository({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } })
  const start = memory.refs.get('refs/heads/main') ?? ''
  const lying: Repository = { ...memory, writeTree: async (from, list) => memory.writeTree(from, [...list, { path: 'b.txt', after: null }]) }
  const outcome = parseChange('edits', edits({ action: 'write', path: 'a.txt', content: 'changed\n' }))
  const parsed = outcome.kind === 'parsed' ? outcome.parsed : { format: 'edits' as const, files: [] }
  expect(await refusal(proposeChange({ repository: lying, base: start, parsed }))).toContain('differs from what the change says (b.txt)')
})
