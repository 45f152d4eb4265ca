import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { changeAttacks } from './attacks.ts'
import type { ChangeAttack } from './change-attack.ts'
import { applyGoverned, applyPlainly, createGround, harmIn } from './land.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const classes = [...new Set(changeAttacks.map(({ attackClass }) => attackClass))]

/** First by a tool that trusts it, where it must do harm, then governed, where nothing may happen. Null: as it should be. */
async function problemOf(attack: ChangeAttack): Promise<string | null> {
  const ground = createGround()
  const governed = createGround()
  try {
    const before = harmIn(ground)
    applyPlainly(attack, ground)
    if (harmIn(ground) === before) return `${attack.id}: does not succeed unguarded`
    const intact = harmIn(governed)
    const outcome = await applyGoverned(attack, governed)
    if (outcome === 'landed') return `${attack.id}: landed`
    return harmIn(governed) === intact ? null : `${attack.id}: HARM, ${outcome}`
  } catch (error) {
    return `${attack.id}: ${String(error).slice(0, 300)}`
  } finally {
    for (const { root } of [ground, governed]) rmSync(root, { recursive: true, force: true })
  }
}

describe('changes that do harm when trusted do none when governed', { timeout: 120_000 }, () => {
  test.each(classes)('%s', async (attackClass) => {
    const problems: string[] = []
    // in the usual profile every fourth of a class
    for (const attack of changeAttacks.filter((each) => each.attackClass === attackClass).filter((_, index) => isNightly || index % 4 === 0)) {
      const problem = await problemOf(attack)
      if (problem !== null) problems.push(problem)
    }
    expect(problems).toEqual([])
  })
})
