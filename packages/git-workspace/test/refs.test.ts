import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openRepository } from '../src/index.ts'
import { env, withTrial, type Trial } from './trial.ts'

const files = { 'README.md': '# A project\n' }
const branch = 'refs/heads/autopack/one'

async function commits({ repository, base }: Trial, count: number): Promise<readonly string[]> {
  const tree = await repository.treeOf(base)
  const ats = Array.from({ length: count }, (_, index) => 1_700_000_000 + index)
  return Promise.all(ats.map((at) => repository.writeCommit({ tree, parents: [base], author: { name: 'A', email: 'a@b' }, at, message: 'm' })))
}

test('of two processes that move one ref, one wins and the other reads again', () =>
  withTrial(files, async (trial) => {
    await trial.repository.moveRef(branch, trial.base, null)
    const candidates = await commits(trial, 2)
    const index = new URL('../src/index.ts', import.meta.url).href
    const mover = (next: string): string => `
      import { openRepository } from ${JSON.stringify(index)}
      const repository = await openRepository({ path: ${JSON.stringify(trial.user.root)}, env: { PATH: process.env.PATH } })
      process.stdout.write(String(await repository.moveRef('${branch}', '${next}', '${trial.base}')))`
    const movers = candidates.map((next) => promisify(execFile)(process.execPath, ['--conditions=@autopack/source', '--input-type=module', '--eval', mover(next)], { timeout: 20_000 }))
    const won = (await Promise.all(movers)).map(({ stdout }) => stdout)
    expect([...won].toSorted()).toEqual(['false', 'true'])
    expect(await trial.repository.readRef(branch)).toBe(candidates[won.indexOf('true')])
  }))

test('a branch moved and a tag not, as a kill between the two leaves them, are told apart', () =>
  withTrial(files, async (trial) => {
    const [commit = ''] = await commits(trial, 1)
    await trial.repository.moveRef(branch, commit, null)
    const again = await openRepository({ path: trial.user.root, env })
    expect([await again.readRef(branch), await again.readRef('refs/tags/autopack/one/build')]).toEqual([commit, null])
    expect(await again.moveRef(branch, commit, null)).toBe(false)
    expect(await again.moveRef('refs/tags/autopack/one/build', commit, null)).toBe(true)
  }))

/** A git whose first `update-ref` that stays is killed, before or after it has moved a ref. */
function dyingGit({ aside }: Trial, when: 'before' | 'after'): string {
  const git = join(aside, `git-${when}`)
  const work = when === 'after' ? 'printf "$line" | tr "@" "\\0" | git "$@" > /dev/null; ' : ''
  const die = `line=$(dd bs=4096 count=1 2> /dev/null | tr "\\0" "@"); ${work}kill -9 $$`
  writeFileSync(git, `#!/bin/sh\ncase "$*" in *update-ref*) [ -e "$0.died" ] || { touch "$0.died"; ${die}; };; esac\nexec git "$@"\n`)
  chmodSync(git, 0o755)
  return git
}

test.each(['before', 'after'] as const)('a git that dies %s it has moved a ref has moved it in the end, once', (when) =>
  withTrial(files, async (trial) => {
    const { user, base } = trial
    const [commit = ''] = await commits(trial, 1)
    const repository = await openRepository({ path: user.root, git: dyingGit(trial, when), env })
    expect(await repository.moveRef(branch, commit, null)).toBe(true)
    expect(existsSync(join(trial.aside, `git-${when}.died`))).toBe(true)
    expect(await repository.readRef(branch)).toBe(commit)
    expect(await repository.moveRef(branch, base, null)).toBe(false)
    await repository.close()
  }),
)

test('a promotion is one, also when git dies after it has moved the branch', () =>
  withTrial(files, async (trial) => {
    const [commit = ''] = await commits(trial, 1)
    trial.user.git('branch', 'release')
    const repository = await openRepository({ path: trial.user.root, git: dyingGit(trial, 'after'), env })
    expect(await repository.promote('release', commit)).toEqual({ kind: 'promoted', from: trial.base, to: commit })
    await repository.close()
  }))

test('the name of a ref is no way to move another', () =>
  withTrial(files, async (trial) => {
    const [commit = ''] = await commits(trial, 1)
    const smuggled = `refs/autopack/one\0${trial.base}\0\0update refs/heads/main`
    await expect(trial.repository.moveRef(smuggled, commit, trial.base)).rejects.toMatchObject({ code: 'AUTOPACK_REF_FORBIDDEN' })
    expect(trial.user.git('rev-parse', 'main')).toBe(trial.base)
  }))

test('only the locks of the run’s own refs are cleared', () =>
  withTrial(files, async (trial) => {
    const { commonDirectory } = trial.repository.identity
    const stale = ['refs/heads/autopack/one.lock', 'refs/tags/autopack/one/build.lock', 'refs/tags/autopack/pre-run-one.lock', 'refs/autopack/one/candidate.lock']
    const others = ['refs/heads/autopack/one-more.lock', 'refs/heads/autopack/two.lock', 'refs/heads/main.lock', 'packed-refs.lock', 'index.lock']
    for (const path of [...stale, ...others]) {
      mkdirSync(dirname(join(commonDirectory, path)), { recursive: true })
      writeFileSync(join(commonDirectory, path), '')
    }
    await trial.repository.clearStaleLocks('one')
    expect([...stale, ...others].filter((path) => existsSync(join(commonDirectory, path)))).toEqual(others)
    expect(await trial.repository.moveRef(branch, trial.base, null)).toBe(true)
  }))

test('a lock that somebody holds is a failure with git’s own words, not a lost race', () =>
  withTrial(files, async (trial) => {
    await trial.repository.moveRef(branch, trial.base, null)
    writeFileSync(join(trial.repository.identity.commonDirectory, `${branch}.lock`), '')
    const [commit = ''] = await commits(trial, 1)
    await expect(trial.repository.moveRef(branch, commit, trial.base)).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', message: expect.stringContaining('.lock') })
  }))

test('a ref of ours that a user made symbolic is moved itself, not what it names', () =>
  withTrial(files, async (trial) => {
    const [commit = ''] = await commits(trial, 1)
    trial.user.git('symbolic-ref', branch, 'refs/heads/main')
    await trial.repository.moveRef(branch, commit, trial.base)
    expect(trial.user.git('rev-parse', 'main')).toBe(trial.base)
    expect(await trial.repository.readRef(branch)).toBe(commit)
  }))

test('packed refs are found and moved', () =>
  withTrial(files, async (trial) => {
    const [commit = ''] = await commits(trial, 1)
    await trial.repository.moveRef(branch, trial.base, null)
    trial.user.git('pack-refs', '--all')
    expect(await trial.repository.readRef(branch)).toBe(trial.base)
    expect(await trial.repository.moveRef(branch, commit, trial.base)).toBe(true)
    expect(await trial.repository.moveRef(branch, null, commit)).toBe(true)
    expect(await trial.repository.readRef(branch)).toBe(null)
  }))

test('pinned candidates survive the user’s gc', () =>
  withTrial(files, async (trial) => {
    const [pinned = '', loose = ''] = await commits(trial, 2)
    await trial.repository.moveRef('refs/autopack/one/candidate', pinned, null)
    trial.user.git('gc', '--quiet', '--prune=now')
    expect(await trial.repository.treeOf(pinned)).toBe(await trial.repository.treeOf(trial.base))
    await expect(trial.repository.treeOf(loose)).rejects.toMatchObject({ message: expect.stringContaining(loose) })
  }))

/** A rebase with it stops before its first step. */
const stopAtOnce = 'sequence.editor=f() { (echo break; cat "$1") > "$1.new"; mv "$1.new" "$1"; }; f'

test('nothing is in the way of a ref of ours, but what takes its place or whoever is at work on it', () =>
  withTrial(files, async ({ repository, user, aside, base }) => {
    const tag = 'refs/tags/autopack/one/build'
    expect([await repository.obstacleTo(branch), await repository.obstacleTo(tag)]).toEqual([null, null])
    user.git('branch', 'autopack/one/mine')
    user.git('tag', 'autopack/one')
    expect(await repository.obstacleTo(branch)).toBe('the branch autopack/one/mine leaves no room for the branch autopack/one; rename it: git branch -m autopack/one/mine autopack-one-mine-mine')
    expect(await repository.obstacleTo(tag)).toBe('the tag autopack/one leaves no room for the tag autopack/one/build; rename it: git tag autopack-one-mine autopack/one && git tag -d autopack/one')
    user.git('branch', '-D', 'autopack/one/mine')
    const linked = join(aside, 'a linked tree')
    user.git('worktree', 'add', '--quiet', '-b', 'autopack/one', linked)
    expect(await repository.obstacleTo(branch)).toBe(`autopack/one is checked out in ${linked}; Autopack moves its branches, so switch to one of yours first: git -C '${linked}' switch -`)
    user.git('-C', linked, 'commit', '-q', '--allow-empty', '-m', 'one')
    user.git('-C', linked, '-c', stopAtOnce, 'rebase', '-q', '-i', '--keep-empty', base)
    expect(await repository.obstacleTo(branch)).toContain(`git -C '${linked}' rebase --abort`)
    user.git('-C', linked, 'rebase', '--abort')
    user.git('-C', linked, 'bisect', 'start', 'HEAD', base)
    user.git('-C', linked, 'checkout', '-q', '--detach')
    expect(await repository.obstacleTo(branch)).toContain(`git -C '${linked}' bisect reset`)
  }))

test('what takes the place of a ref of ours, whatever its kind, goes by the command that is named for it, the second time too', () =>
  withTrial(files, async ({ repository, user, base }) => {
    const names = ['refs/heads/autopack/one/mine', 'refs/heads/autopack/two/$(>x)', 'refs/tags/autopack/one/mine', 'refs/tags/autopack/two/mine', 'refs/autopack/one/mine', 'refs/autopack/two/mine']
    for (const name of names) {
      user.git('update-ref', name, base)
      const wanted = name.split('/').slice(0, -1).join('/')
      const [, remedy = 'false'] = (await repository.obstacleTo(wanted))?.split('; rename it: ') ?? []
      execFileSync('sh', ['-c', remedy], { cwd: user.root, stdio: 'pipe' })
      expect([await repository.obstacleTo(wanted), existsSync(join(user.root, 'x'))]).toEqual([null, false])
    }
    expect((await repository.listRefs('refs/')).filter(({ commit }) => commit === base)).toHaveLength(names.length + 1)
  }))

test('an annotated tag of somebody else’s is neither moved nor removed, whatever it points at', () =>
  withTrial(files, async (trial) => {
    const tag = 'refs/tags/autopack/one/build'
    const [commit = ''] = await commits(trial, 1)
    trial.user.git('tag', '-a', '-m', 'mine', 'autopack/one/build')
    const before = trial.user.git('rev-parse', tag)
    expect(await trial.repository.moveRef(tag, commit, trial.base)).toBe(false)
    expect(await trial.repository.moveRef(tag, null, trial.base)).toBe(false)
    expect([trial.user.git('rev-parse', tag), await trial.repository.readRef(tag)]).toEqual([before, trial.base])
  }))
