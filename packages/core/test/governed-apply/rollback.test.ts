import { describe, expect, test } from 'vitest'
import { createRealWorld, Died, mortal, type RealWorld } from './real-world.ts'

const branch = 'refs/heads/autopack/r'

interface FinishedRun extends RealWorld {
  /** Commits of the branch, newest first: phase b, phase a, the base. */
  readonly commits: readonly [b: string, a: string, base: string]
}

async function finishedRun(): Promise<FinishedRun> {
  const world = await createRealWorld()
  await world.engineWith(world.repository).advance('r')
  const [b = '', a = '', base = ''] = world.fixture.git('rev-list', branch).split('\n')
  return { ...world, commits: [b, a, base] }
}

/** Everything refs lead to, after git has thrown away the rest. */
function reachable({ fixture }: RealWorld): string {
  fixture.git('reflog', 'expire', '--expire=now', '--all')
  fixture.git('gc', '--quiet', '--prune=now')
  return fixture.git('rev-list', '--all')
}

describe('a rollback', () => {
  test.each([
    ['of the newest phase', 'b', 1],
    ['of the whole run', 'a', 2],
  ] as const)('%s restores branch and tree exactly, keeps what it removed, and touches nothing of the user’s', async (_, phase, index) => {
    const world = await finishedRun()
    const { fixture, repository, engineWith, commits } = world
    const untouched = fixture.fingerprint()
    expect(await engineWith(repository).rollback('r', phase)).toMatchObject({ kind: 'done' })
    expect(await repository.readRef(branch)).toBe(commits[index])
    expect(fixture.git('rev-parse', `${branch}^{tree}`)).toBe(fixture.git('rev-parse', `${commits[index]}^{tree}`))
    expect(fixture.git('for-each-ref', '--format=%(refname)', 'refs/tags/autopack/r').split('\n').filter((ref) => ref !== '')).toEqual(phase === 'b' ? ['refs/tags/autopack/r/a'] : [])
    expect(fixture.fingerprint()).toEqual(untouched)
    expect(reachable(world)).toContain(commits[0])
    expect(fixture.git('show', `${commits[0]}:b.txt`)).toBe('attempt 1')
  })

  test('that dies between any two of its steps leaves an end that the next one brings about', { timeout: 60_000 }, async () => {
    const calm = await finishedRun()
    const counted = mortal(calm.repository, Number.POSITIVE_INFINITY)
    await calm.engineWith(counted).rollback('r', 'a')
    for (let lifetime = 0; lifetime < counted.steps(); lifetime += 1) {
      const world = await finishedRun()
      const { repository, engineWith, commits } = world
      await expect(engineWith(mortal(repository, lifetime)).rollback('r', 'a')).rejects.toBeInstanceOf(Died)
      expect([commits[0], commits[2], null]).toContain(await repository.readRef(branch))
      await engineWith(repository).rollback('r', 'a')
      expect(await repository.readRef(branch)).toBe(commits[2])
      expect(world.fixture.git('rev-list', '--all')).toContain(commits[0])
    }
  })

  test('finds a branch that somebody else has moved, and leaves it there', async () => {
    const { fixture, repository, engineWith, commits } = await finishedRun()
    const other = fixture.git('commit-tree', '-m', 'Theirs', '-p', commits[0], `${commits[0]}^{tree}`)
    fixture.git('update-ref', branch, other)
    expect(await engineWith(repository).rollback('r', 'b')).toMatchObject({ kind: 'refused', message: expect.stringContaining('moved by someone else') })
    expect(await repository.readRef(branch)).toBe(other)
  })
})
