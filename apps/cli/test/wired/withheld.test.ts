import { afterAll, describe, expect, test, vi } from 'vitest'
import { parts } from './parts.ts'
import { removeTemplate } from './stage/project.ts'
import { createStage } from './stage/stage.ts'
import { configurationNames } from './surface/configuration.ts'
import type { Showing, Theme } from './theme.ts'

/** Leaving these out says the same as writing them. */
const saidBySilence = ['plan tiers.phases.builder.kind=model', 'ci-entry report.from=stdout']

const themes: readonly Theme[] = Object.values(parts).flat()
const keys = new Set(configurationNames().filter((name) => !saidBySilence.includes(name)))
const all = themes.flatMap(({ showings }) => Object.entries(showings).flatMap(([sentence, showing]) => showing.reaches.filter((name) => keys.has(name)).map((name) => ({ sentence, showing, name }))))

// all of them take minutes: nightly; in between a few say that keys can be withheld at all
const nightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 2 })
afterAll(removeTemplate)

describe('a key that is withheld is missed', () => {
  for (const { sentence, showing, name } of all.filter((_, index) => nightly || index % 24 === 0)) {
    test.concurrent(`${name}: ${sentence}`, () => expectMissed(showing, name))
  }
})

async function expectMissed({ show }: Showing, withheld: string): Promise<void> {
  const stage = createStage({ withheld })
  const missed = await show(stage).then(
    () => false,
    () => true,
  )
  await stage.leave()
  expect(missed, `nothing is different without ${withheld}`).toBe(true)
}
