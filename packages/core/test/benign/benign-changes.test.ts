import { afterAll, describe, expect, test } from 'vitest'
import { handedIn } from './handed-in.ts'
import { createGround } from './ground.ts'
import { forms } from './hand-in.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const ground = await createGround()
afterAll(() => ground.remove())

describe('a benign change is let through, and has the tree that git gives it', { timeout: 900_000 }, () => {
  // in the usual profile every thirty-second of a form
  test.each(forms)('handed in as %s', async (form) => {
    const refused: string[] = []
    for (const { id, change } of handedIn.filter((each) => each.form === form).filter((_, index) => isNightly || index % 32 === 0)) {
      const difference = await ground.compare(change, form).catch((error: unknown) => String(error))
      if (difference !== null) refused.push(`${id}: ${difference.slice(0, 600)}`)
    }
    expect(refused).toEqual([])
  })
})
