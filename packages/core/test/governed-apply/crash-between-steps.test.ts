import { expect, test } from 'vitest'
import { createRealWorld, Died, mortal, type RealWorld } from './real-world.ts'

const branch = 'refs/heads/autopack/r'
const forever = Number.POSITIVE_INFINITY

/** Trees of the branch's commits, oldest first; none where there is no branch. */
async function trees({ repository, fixture }: RealWorld): Promise<readonly string[]> {
  const tip = await repository.readRef(branch)
  return tip === null ? [] : fixture.git('log', '--reverse', '--format=%T', tip).split('\n')
}

test('a process that dies between any two steps of an apply leaves the branch as it was or as it shall be, and the next one finishes', { timeout: 120_000 }, async () => {
  const calm = await createRealWorld()
  const counted = mortal(calm.repository, forever)
  expect(await calm.engineWith(counted).advance('r')).toMatchObject({ kind: 'ended' })
  const wanted = await trees(calm)
  expect(wanted).toHaveLength(3)
  expect(counted.steps()).toBeGreaterThan(6)

  for (let lifetime = 0; lifetime < counted.steps(); lifetime += 1) {
    const world = await createRealWorld()
    const untouched = world.fixture.fingerprint()
    await expect(world.engineWith(mortal(world.repository, lifetime)).advance('r')).rejects.toBeInstanceOf(Died)
    const left = await trees(world)
    expect(left).toEqual(wanted.slice(0, left.length))
    expect(world.fixture.fingerprint()).toEqual(untouched)
    expect(await world.engineWith(world.repository).advance('r')).toMatchObject({ kind: 'ended' })
    expect(await trees(world)).toEqual(wanted)
  }
})
