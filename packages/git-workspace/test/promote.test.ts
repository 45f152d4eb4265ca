import { existsSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { withTrial, type Trial } from './trial.ts'

const files = { '.gitignore': '*.log\n', 'README.md': '# A project\n', 'src/a.js': 'a\n' }

/** A commit on the base that changes README.md and adds `added`. */
async function built({ repository, base }: Trial, added = 'new.md'): Promise<string> {
  const [readme, other] = await repository.entries(base, ['README.md', 'src/a.js'])
  const tree = await repository.writeTree(base, [
    { path: added, after: readme ?? null },
    { path: 'README.md', after: other ?? null },
  ])
  return repository.writeCommit({ tree, parents: [base], author: { name: 'A', email: 'a@b' }, at: 1_700_000_000, message: 'Built' })
}

test('a branch that is checked out moves with its clean working tree', () =>
  withTrial(files, async (trial) => {
    const commit = await built(trial)
    trial.user.write({ 'mine.txt': 'untracked and in nobody’s way\n', 'today.log': 'ignored\n' })
    expect(await trial.repository.promote('main', commit)).toEqual({ kind: 'promoted', from: trial.base, to: commit })
    expect(readFileSync(join(trial.user.root, 'README.md'), 'utf8')).toBe('a\n')
    expect(existsSync(join(trial.user.root, 'new.md'))).toBe(true)
    expect(trial.user.git('status', '--porcelain')).toBe('?? mine.txt')
  }))

test('a file that was touched and not changed is in nobody’s way', () =>
  withTrial(files, async (trial) => {
    utimesSync(join(trial.user.root, 'README.md'), 1, 1)
    expect(await trial.repository.promote('main', await built(trial))).toMatchObject({ kind: 'promoted' })
    expect(readFileSync(join(trial.user.root, 'README.md'), 'utf8')).toBe('a\n')
  }))

test('a branch that is not checked out moves without a working tree', () =>
  withTrial(files, async (trial) => {
    trial.user.git('branch', 'release')
    trial.user.write({ 'README.md': 'being edited\n' })
    const commit = await built(trial)
    expect(await trial.repository.promote('release', commit)).toMatchObject({ kind: 'promoted' })
    expect([trial.user.git('rev-parse', 'release'), trial.user.git('rev-parse', 'main')]).toEqual([commit, trial.base])
    expect(readFileSync(join(trial.user.root, 'README.md'), 'utf8')).toBe('being edited\n')
  }))

test.each([
  ['an edited file', ({ user }: Trial) => user.write({ 'src/a.js': 'edited\n' })],
  ['a staged file', ({ user }: Trial) => (user.write({ 'staged.js': 'staged\n' }), user.git('add', 'staged.js'))],
])('%s keeps the branch and the working tree where they are', (_, disturb) =>
  withTrial(files, async (trial) => {
    disturb(trial)
    const before = trial.user.fingerprint()
    expect(await trial.repository.promote('main', await built(trial))).toEqual({ kind: 'dirty', worktree: trial.user.root })
    expect(trial.user.fingerprint()).toEqual(before)
  }),
)

test.each([
  ['an untracked file in the way', ({ user }: Trial) => user.write({ 'new.md': 'mine\n' }), 'new.md'],
  ['an untracked folder in the way', ({ user }: Trial) => user.write({ 'new.md/mine.txt': 'mine\n' }), 'new.md'],
  ['a file that git was told to leave alone', ({ user }: Trial) => (user.git('update-index', '--skip-worktree', 'README.md'), user.write({ 'README.md': 'mine\n' })), 'README.md'],
  ['a lock that somebody left', ({ user }: Trial) => user.write({ '.git/index.lock': '' }), 'index.lock'],
])('%s keeps the branch and the working tree where they are, in git’s own words', (_, disturb, named) =>
  withTrial(files, async (trial) => {
    disturb(trial)
    const before = trial.user.fingerprint()
    const outcome = await trial.repository.promote('main', await built(trial))
    expect(outcome).toEqual({ kind: 'blocked', worktree: trial.user.root, said: expect.stringContaining(named) })
    expect(outcome).not.toMatchObject({ said: expect.stringMatching(/^(error|fatal|hint|Aborting)/m) })
    expect(trial.user.fingerprint()).toEqual(before)
  }),
)

test('an ignored file in the way is not written over', () =>
  withTrial(files, async (trial) => {
    trial.user.write({ 'kept.log': 'mine\n' })
    expect(await trial.repository.promote('main', await built(trial, 'kept.log'))).toEqual({ kind: 'blocked', worktree: trial.user.root, said: expect.stringContaining('kept.log') })
    expect(readFileSync(join(trial.user.root, 'kept.log'), 'utf8')).toBe('mine\n')
    expect(trial.user.git('rev-parse', 'main')).toBe(trial.base)
  }))

/** A rebase with it stops before its first step. */
const stopAtOnce = 'sequence.editor=f() { (echo break; cat "$1") > "$1.new"; mv "$1.new" "$1"; }; f'

/** Three commits more, so that there is something to rebase and to bisect. */
function commitMore({ user }: Trial): void {
  for (const name of ['one', 'two', 'three']) user.commit({ [`${name}.md`]: `${name}\n` })
}

test.each([
  ['rebase', ({ user }: Trial) => user.git('-c', stopAtOnce, 'rebase', '-q', '-i', 'HEAD~2'), ['rebase', '--abort']],
  ['bisect', ({ user }: Trial) => user.git('bisect', 'start', 'HEAD', 'HEAD~3'), ['bisect', 'reset']],
] as const)('a branch in the middle of a %s stays where it is until that is over', (doing, begin, end) =>
  withTrial(files, async (trial) => {
    commitMore(trial)
    const at = trial.user.git('rev-parse', 'main')
    const commit = await trial.repository.writeCommit({ tree: await trial.repository.treeOf(at), parents: [at], author: { name: 'A', email: 'a@b' }, at: 1_700_000_000, message: 'Built' })
    begin(trial)
    expect(await trial.repository.promote('main', commit)).toEqual({ kind: 'in-use', worktree: trial.user.root, doing })
    expect(trial.user.git('rev-parse', 'main')).toBe(at)
    trial.user.git(...end)
    expect(await trial.repository.promote('main', commit)).toMatchObject({ kind: 'promoted' })
  }),
)

test('a branch that is rebased in a linked working tree, or with another, stays where it is', () =>
  withTrial(files, async (trial) => {
    const linked = join(trial.aside, 'linked')
    trial.user.git('worktree', 'add', '--quiet', '-b', 'side', linked)
    for (const name of ['one', 'two']) trial.user.git('-C', linked, 'commit', '-q', '--allow-empty', '-m', name)
    trial.user.git('branch', 'below', 'side~1')
    const commit = await trial.repository.writeCommit({ tree: await trial.repository.treeOf('side'), parents: [trial.user.git('rev-parse', 'side')], author: { name: 'A', email: 'a@b' }, at: 1_700_000_000, message: 'Built' })
    trial.user.git('-C', linked, '-c', stopAtOnce, 'rebase', '-q', '-i', '--keep-empty', '--update-refs', 'main')
    for (const branch of ['side', 'below']) expect(await trial.repository.promote(branch, commit)).toEqual({ kind: 'in-use', worktree: linked, doing: 'rebase' })
  }))

test('a branch checked out in a linked working tree moves there', () =>
  withTrial(files, async (trial) => {
    const linked = join(trial.aside, 'linked')
    trial.user.git('worktree', 'add', '--quiet', '-b', 'side', linked)
    const commit = await built(trial)
    expect(await trial.repository.promote('side', commit)).toMatchObject({ kind: 'promoted', to: commit })
    expect(readFileSync(join(linked, 'README.md'), 'utf8')).toBe('a\n')
    expect(trial.user.git('-C', linked, 'status', '--porcelain')).toBe('')
    expect(trial.user.git('rev-parse', 'main')).toBe(trial.base)
  }))

test('a branch whose linked working tree is gone moves without it', () =>
  withTrial(files, async (trial) => {
    const linked = join(trial.aside, 'linked')
    trial.user.git('worktree', 'add', '--quiet', '-b', 'side', linked)
    rmSync(linked, { recursive: true })
    expect(await trial.repository.promote('side', await built(trial))).toMatchObject({ kind: 'promoted' })
  }))

test('one promotion at a time, and the lock is gone with its holder', () =>
  withTrial(files, async (trial) => {
    const commit = await built(trial)
    await trial.repository.promote('first', trial.base)
    const holder = new DatabaseSync(join(trial.repository.identity.commonDirectory, 'autopack', 'promote.lock'))
    holder.exec('BEGIN EXCLUSIVE')
    await expect(trial.repository.promote('main', commit)).rejects.toMatchObject({ code: 'AUTOPACK_REPOSITORY_LOCKED' })
    holder.close()
    expect(await trial.repository.promote('main', commit)).toMatchObject({ kind: 'promoted' })
  }))
