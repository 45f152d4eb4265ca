import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withTrial, type Trial } from './trial.ts'

const author = { name: 'Autopack', email: 'autopack@example.com' }

/** Staged, unstaged, untracked, ignored, stashed, branched; and hooks and a file watcher that would leave traces. */
function makeUntidy({ user, trap }: Trial): void {
  user.git('branch', 'other')
  user.git('tag', 'v1')
  user.write({ 'src/a.js': 'stashed\n' })
  user.git('stash')
  user.write({ 'staged.js': 'staged\n', 'src/a.js': 'staged\n' })
  user.git('add', '--all')
  user.write({ 'src/a.js': 'not staged\n', 'untracked.js': 'untracked\n', 'today.log': 'ignored\n' })
  for (const hook of ['reference-transaction', 'post-checkout', 'pre-commit', 'post-index-change', 'post-merge']) {
    writeFileSync(join(user.root, '.git', hook), `#!/bin/sh\nexec ${trap.path}\n`)
    chmodSync(join(user.root, '.git', hook), 0o755)
  }
  user.git('config', 'core.hooksPath', join(user.root, '.git'))
  user.git('config', 'core.fsmonitor', trap.path)
  user.git('config', 'core.autocrlf', 'true')
  user.git('config', 'diff.external', trap.path)
  user.git('config', 'commit.gpgSign', 'true')
  user.git('config', 'gpg.program', trap.path)
}

test('a whole phase leaves the working tree, the index, the stash and the branches as they were, and runs no program of theirs', () =>
  withTrial({ '.gitignore': '*.log\n', 'src/a.js': 'a\n', 'src/crlf.txt': 'a\r\nb\r\n' }, async (trial) => {
    makeUntidy(trial)
    const { user, repository, workspace, base } = trial
    const before = user.fingerprint()

    const report = await repository.inspect()
    expect(report).toMatchObject({ head: base, refusals: [], notices: [{ name: 'dirty' }] })
    const checkout = await workspace.create('build', base, { copy: ['untracked.js'] })
    writeFileSync(join(checkout.path, 'src/b.js'), 'b\r\n')
    const tree = await workspace.capture(checkout)
    expect((await repository.changes(base, tree)).map(({ path }) => path)).toEqual(['src/b.js'])
    expect(await repository.diff(base, tree)).toContain('+b\r\n')
    const commit = await repository.writeCommit({ tree, parents: [base], author, at: 1_700_000_000, message: 'Built' })
    await repository.moveRef('refs/autopack/one/candidate', commit, null)
    await workspace.create('ci', commit, { copy: [] })
    await repository.moveRef('refs/heads/autopack/one', commit, null)
    await repository.moveRef('refs/tags/autopack/one/build', commit, null)
    await repository.clearStaleLocks('one')
    expect(await repository.ignoredBy(['x.log'])).toEqual(['.gitignore:1:*.log'])
    expect(await repository.promote('main', commit)).toEqual({ kind: 'dirty', worktree: user.root })
    await workspace.remove('build')

    expect(user.fingerprint()).toEqual(before)
    expect(trial.trap.sprung()).toBe(false)
  }))

test('line endings follow the repository’s own .gitattributes, and no setting of the user’s', () =>
  withTrial({ '.gitattributes': '*.bat text eol=crlf\n*.txt -text\n', 'run.bat': 'a\nb\n', 'raw.txt': 'a\r\nb\n' }, async ({ user, workspace, repository, base }) => {
    user.git('config', 'core.autocrlf', 'input')
    user.git('config', 'core.eol', 'crlf')
    const checkout = await workspace.create('one', base, { copy: [] })
    expect([readFileSync(join(checkout.path, 'run.bat'), 'utf8'), readFileSync(join(checkout.path, 'raw.txt'), 'utf8')]).toEqual(['a\r\nb\r\n', 'a\r\nb\n'])
    expect(await workspace.capture(checkout)).toBe(await repository.treeOf(base))
    writeFileSync(join(checkout.path, 'new.md'), 'a\r\nb\n')
    const [entry] = await repository.entries(await workspace.capture(checkout), ['new.md'])
    expect(Buffer.from(await repository.readBlob(entry?.blob ?? '')).toString('utf8')).toBe('a\r\nb\n')
  }))
