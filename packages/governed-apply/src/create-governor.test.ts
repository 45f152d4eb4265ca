import type { ChangeJudgement, ChangePolicy, ChangeReason, JudgeRequest, TreeEdit } from '@autopack/contracts'
import { createMemoryRepository, type MemoryRepository } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { createGovernor } from './index.ts'

const policy: ChangePolicy = {
  digest: 'test',
  classes: [
    { name: 'never', globs: ['never/**'], verdict: 'deny' },
    { name: 'security', globs: ['security/**'], verdict: 'ask', locked: true },
    { name: 'config', globs: ['config/**', 'Makefile'], verdict: 'ask' },
    { name: 'source', globs: ['**'], verdict: 'allow' },
  ],
  allowPaths: [],
  limits: { files: 10, changedBytes: 1000 },
}

const files = { 'README.md': '# A project\n', 'src/a.js': 'one\ntwo\n', 'src/run.sh': 'run\n', 'config/x': 'x\n', 'never/y': 'y\n' }
/** Nothing that a name could collide with. */
const bare = { 'README.md': '# A project\n' }

interface Trial {
  readonly repository: MemoryRepository
  readonly base: string
  /** Judges the edits; text is written as a file of mode 100644. */
  readonly judge: (edits: Readonly<Record<string, string | { readonly mode: string; readonly text: string } | null>>, request?: Partial<JudgeRequest>) => Promise<ChangeJudgement>
}

function trial(before: Readonly<Record<string, string>> = files): Trial {
  const repository = createMemoryRepository({ files: before })
  const base = repository.refs.get('refs/heads/main') ?? ''
  const judge: Trial['judge'] = async (edits, request) => {
    const list = Object.entries(edits).map(([path, edit]): TreeEdit => {
      if (edit === null) return { path, after: null }
      const { mode, text } = typeof edit === 'string' ? { mode: '100644', text: edit } : edit
      return { path, after: { mode, blob: repository.objects.putBlob(Buffer.from(text)) } }
    })
    const tree = await repository.writeTree(base, list)
    return createGovernor({ repository }).judge({ change: { base, tree }, onto: base, scope: ['**'], deliverables: [], policy, ...request })
  }
  return { repository, base, judge }
}

const found = (reasons: readonly ChangeReason[]): readonly string[] => reasons.map(({ rule, path }) => `${rule} ${path ?? '-'}`)

async function rejection(work: Promise<ChangeJudgement>): Promise<readonly string[]> {
  const judgement = await work
  return judgement.kind === 'rejected' ? found(judgement.reasons) : [judgement.kind]
}

async function asks(work: Promise<ChangeJudgement>): Promise<readonly string[]> {
  const judgement = await work
  return judgement.kind === 'accepted' ? found(judgement.asks) : [judgement.kind]
}

describe('a change inside its bounds', () => {
  test('is accepted as the tree it is, with its lines counted and nothing to ask', async () => {
    const { judge } = trial()
    const judgement = await judge({ 'src/a.js': 'one\n2\n3\n', 'src/b.js': 'b\n', 'README.md': null })
    expect(judgement).toMatchObject({ kind: 'accepted', asks: [], linesAdded: 3, linesDeleted: 2 })
    expect(judgement.kind === 'accepted' && judgement.changes.map(({ path }) => path)).toEqual(['README.md', 'src/a.js', 'src/b.js'])
  })

  test('has a digest of its own content, wherever it lands', async () => {
    const { judge, repository, base } = trial()
    const moved = repository.commitFiles({ ...files, 'other.md': 'other\n' }, [base], 'moved')
    const [here, there, different] = await Promise.all([judge({ 'src/b.js': 'b\n' }), judge({ 'src/b.js': 'b\n' }, { onto: moved }), judge({ 'src/b.js': 'c\n' })])
    expect(here).toMatchObject({ kind: 'accepted', digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(there).toMatchObject({ kind: 'accepted', digest: here.kind === 'accepted' ? here.digest : '' })
    expect(different.kind === 'accepted' && here.kind === 'accepted' && different.digest !== here.digest).toBe(true)
  })

  test('is empty when the tree is the one it began with', async () => {
    expect(await trial().judge({}, { deliverables: ['missing.js'] })).toEqual({ kind: 'empty' })
  })

  test('is rendered as a diff', async () => {
    const { repository, base } = trial()
    const tree = await repository.writeTree(base, [{ path: 'README.md', after: null }])
    expect(await createGovernor({ repository }).render({ base, tree })).toContain('-# A project')
  })
})

describe('the scope', () => {
  test('holds for additions, edits and deletions alike', async () => {
    expect(await rejection(trial().judge({ 'src/b.js': 'b\n', 'README.md': null, 'new.md': 'new\n' }, { scope: ['src/**'] }))).toEqual(['scope README.md', 'scope new.md'])
  })

  test('is case-sensitive and takes dot files', async () => {
    expect(await rejection(trial(bare).judge({ 'SRC/b.js': 'b\n' }, { scope: ['src/**'] }))).toEqual(['scope SRC/b.js'])
    expect(await asks(trial().judge({ 'src/.dot/.b': 'b\n' }, { scope: ['src/**'] }))).toEqual([])
  })

  test('does not invert a glob that begins with an exclamation mark', async () => {
    expect(await rejection(trial().judge({ 'src/b.js': 'b\n' }, { scope: ['!docs/**'] }))).toEqual(['scope src/b.js'])
  })
})

describe('protected paths', () => {
  test.each(['config/x', 'CONFIG/new', 'Config./new', 'con\u200bfig/new', 'makefile'])('%j asks', async (path) => {
    expect(await asks(trial(bare).judge({ [path]: 'changed\n' }))).toEqual([`protected-path ${path}`])
  })

  test('are not to be deleted in silence either', async () => {
    expect(await asks(trial().judge({ 'config/x': null }))).toEqual(['protected-path config/x'])
  })

  test('are granted by the project’s globs, in exactly that spelling', async () => {
    const granting = { policy: { ...policy, allowPaths: ['config/x'] } }
    expect(await asks(trial().judge({ 'config/x': 'changed\n' }, granting))).toEqual([])
    for (const other of ['config/other', 'CONFIG/x']) expect(await asks(trial(bare).judge({ [other]: 'o\n' }, granting))).toEqual([`protected-path ${other}`])
  })

  test('are not granted where the class is locked or denied', async () => {
    const granting = { policy: { ...policy, allowPaths: ['**'] } }
    expect(await asks(trial().judge({ 'security/x': 'x\n' }, granting))).toEqual(['protected-path security/x'])
    expect(await rejection(trial().judge({ 'never/y': 'changed\n' }, granting))).toEqual(['protected-path never/y'])
  })

  test('take the first class that matches, and ask where none does', async () => {
    const order = [{ name: 'all', globs: ['src/**'], verdict: 'allow' as const }, { name: 'late', globs: ['src/a.js'], verdict: 'deny' as const }]
    expect(await asks(trial().judge({ 'src/a.js': 'a\n', 'README.md': 'r\n' }, { policy: { ...policy, classes: order } }))).toEqual(['protected-path README.md'])
  })
})

describe('what no policy allows', () => {
  const open: Partial<JudgeRequest> = { policy: { ...policy, classes: [{ name: 'all', globs: ['**'], verdict: 'allow' }], allowPaths: ['**'] } }

  test.each(['.git/config', 'a/.GIT/x', '.g\u200cit/x', 'git~1/x', '.git. /x', '.git::$DATA/x'])('%j is git’s own', async (path) => {
    expect(await rejection(trial().judge({ [path]: 'x\n' }, open))).toContain(`git-path ${path}`)
  })

  test.each(['../x', 'back\\slash', 'new\nline', 'bad\ufffdbytes'])('%j is no name', async (path) => {
    expect(await rejection(trial().judge({ [path]: 'x\n' }, open))).toContain(`path-name ${path}`)
  })

  test('a link, new or in the place of a file', async () => {
    expect(await rejection(trial().judge({ 'src/a.js': { mode: '120000', text: '/etc/passwd' }, link: { mode: '120000', text: 'src' } }, open))).toEqual(['symlink link', 'symlink src/a.js'])
  })

  test('a repository inside, coming or going', async () => {
    expect(await rejection(trial().judge({ vendor: { mode: '160000', text: 'commit' } }, open))).toEqual(['gitlink vendor'])
  })

  test('a new right to be executed, but one that was there may stay', async () => {
    expect(await rejection(trial().judge({ 'src/run.sh': { mode: '100755', text: 'run\n' }, 'new.sh': { mode: '100755', text: 'x\n' } }, open))).toEqual(['executable new.sh', 'executable src/run.sh'])
    const { repository, base, judge } = trial()
    const runnable = await repository.writeTree(base, [{ path: 'src/run.sh', after: { mode: '100755', blob: repository.objects.putBlob(Buffer.from('run\n')) } }])
    const edited = await repository.writeTree(runnable, [{ path: 'src/run.sh', after: { mode: '100755', blob: repository.objects.putBlob(Buffer.from('run faster\n')) } }])
    expect(await asks(judge({}, { ...open, change: { base: runnable, tree: edited }, onto: runnable }))).toEqual([])
  })
})

describe('the content', () => {
  test('has the deliverables, changed or there before', async () => {
    const deliverables = ['./src/b.js', 'src/a.js', 'missing.js', 'src', 'README.md']
    expect(await rejection(trial().judge({ 'src/b.js': 'b\n', 'README.md': null }, { deliverables }))).toEqual(['deliverable-missing missing.js', 'deliverable-missing src', 'deliverable-missing README.md'])
  })

  test('has no conflict left in it', async () => {
    const conflicted = 'a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n'
    expect(await rejection(trial().judge({ 'src/a.js': conflicted, 'new.md': conflicted }))).toEqual(['conflict-marker new.md', 'conflict-marker src/a.js', 'syntax src/a.js'])
    expect(await asks(trial().judge({ 'README.md': 'A heading\n=======\nand a row of seven\n' }))).toEqual([])
    expect(await asks(trial().judge({ 'README.md': 'A heading\n\n<<<<<<< only one end\n' }))).toEqual([])
  })

  test('may keep the markers a file is about', async () => {
    const { repository, base } = trial()
    const about = repository.commitFiles({ 'merge.md': '<<<<<<< ours\n>>>>>>> theirs\n' }, [base], 'about merging')
    const edited = repository.commitFiles({ 'merge.md': 'New.\n<<<<<<< ours\n>>>>>>> theirs\n' }, [about], 'edited')
    const request = { change: { base: about, tree: await repository.treeOf(edited) }, onto: about, scope: ['**'], deliverables: [], policy }
    expect(await createGovernor({ repository }).judge(request)).toMatchObject({ kind: 'accepted' })
  })
})

describe('the limits', () => {
  test('count files, deleted ones too', async () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`src/${index}.js`, 'x\n']))
    expect(await asks(trial().judge(many))).toEqual([])
    expect(await rejection(trial().judge({ ...many, 'README.md': null }))).toEqual(['file-limit -'])
  })

  test('count the bytes of what is written', async () => {
    expect(await asks(trial().judge({ 'src/b.js': 'x'.repeat(1000), 'README.md': null }))).toEqual([])
    expect(await rejection(trial().judge({ 'src/b.js': 'x'.repeat(501), 'src/c.js': 'x'.repeat(500) }))).toEqual(['size-limit -'])
  })

  test('keep what is too big from being read', async () => {
    const conflicted = `<<<<<<< a\n>>>>>>> b\n${'x'.repeat(1000)}`
    expect(await rejection(trial().judge({ 'src/b.js': conflicted }))).toEqual(['size-limit -'])
  })
})

test('everything that is wrong is said at once', async () => {
  const judgement = trial().judge({ 'README.md': '<<<<<<< a\n>>>>>>> b\n', 'never/y': 'y2\n' }, { scope: ['README.md'], deliverables: ['missing.js'] })
  expect(await rejection(judgement)).toEqual(['scope never/y', 'protected-path never/y', 'deliverable-missing missing.js', 'conflict-marker README.md'])
})

test('every reason says what to do about it', async () => {
  const judgement = await trial().judge({ 'never/y': 'y2\n' }, { scope: ['src/**'] })
  expect(judgement).toEqual({
    kind: 'rejected',
    reasons: [
      { rule: 'scope', path: 'never/y', message: "never/y is outside of the phase's scope (src/**)", remedy: 'add the path to the phase’s scope' },
      { rule: 'protected-path', path: 'never/y', message: 'never/y is of class never, which this type of run may not change', remedy: null },
    ],
  })
})

describe('when the base has moved', () => {
  test('the same blobs are put on the new base', async () => {
    const { repository, base, judge } = trial()
    const moved = repository.commitFiles({ ...files, 'other.md': 'other\n' }, [base], 'moved')
    const judgement = await judge({ 'src/a.js': 'changed\n', 'README.md': null }, { onto: moved })
    const tree = judgement.kind === 'accepted' ? judgement.tree : ''
    expect((await repository.changes(moved, tree)).map(({ path }) => path)).toEqual(['README.md', 'src/a.js'])
    expect((await repository.entries(tree, ['other.md']))[0]).not.toBe(null)
  })

  test.each([
    ['the same file differently', { 'src/a.js': 'theirs\n' }],
    ['the same file in the same way', { 'src/a.js': 'ours\n' }],
    ['a folder where the change has a file', { 'new/x.js': 'theirs\n' }],
  ])('and moved %s, it is a conflict', async (_, theirs) => {
    const { repository, base, judge } = trial()
    const moved = repository.commitFiles({ ...files, ...theirs }, [base], 'moved')
    const path = Object.keys(theirs)[0] === 'src/a.js' ? 'src/a.js' : 'new'
    expect(await judge({ [path]: 'ours\n' }, { onto: moved })).toEqual({ kind: 'conflict', paths: [path] })
  })

  test('deliverables of the new base count', async () => {
    const { repository, base, judge } = trial()
    const moved = repository.commitFiles({ ...files, 'other.md': 'other\n' }, [base], 'moved')
    expect(await asks(judge({ 'src/b.js': 'b\n' }, { onto: moved, deliverables: ['other.md'] }))).toEqual([])
  })

  test('a repository that gives back another change than the judged one is not believed', async () => {
    const { repository, base } = trial()
    const moved = repository.commitFiles({ ...files, 'other.md': 'other\n' }, [base], 'moved')
    const tree = await repository.writeTree(base, [{ path: 'README.md', after: null }])
    const lying = { ...repository, writeTree: async () => repository.treeOf(base) }
    await expect(createGovernor({ repository: lying }).judge({ change: { base, tree }, onto: moved, scope: ['**'], deliverables: [], policy })).rejects.toMatchObject({ code: 'AUTOPACK_CHANGE_NOT_REPRODUCED' })
  })
})

describe('before anything is built', () => {
  const foresee = (paths: readonly string[], scope: readonly string[] = ['**']): readonly string[] =>
    createGovernor({ repository: createMemoryRepository() }).foresee(paths, scope, policy).map(({ rule, path, verdict }) => `${verdict} ${rule} ${path}`)

  test('deliverables are looked up like changed paths', () => {
    expect(foresee(['src/a.js', './config/x', 'a/../config/x', 'CONFIG/x', 'never/y'])).toEqual([
      'ask protected-path ./config/x',
      'ask protected-path a/../config/x',
      'ask protected-path CONFIG/x',
      'deny protected-path never/y',
    ])
  })

  test('those outside of the scope or the repository are seen', () => {
    expect(foresee(['README.md', '../x'], ['src/**'])).toEqual(['deny scope README.md', 'deny path-name ../x', 'deny scope ../x', 'ask protected-path ../x'])
  })
})
