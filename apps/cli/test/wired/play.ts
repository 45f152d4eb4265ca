import { afterAll, describe, expect, test, vi } from 'vitest'
import { removeTemplate } from './stage/project.ts'
import { createStage, type Stage } from './stage/stage.ts'
import { unseenNames } from './surface/journal.ts'
import type { Showing, Theme } from './theme.ts'

/** Registers every showing of the themes as a test. */
export function play(themes: readonly Theme[]): void {
  vi.setConfig({ testTimeout: 120_000, maxConcurrency: 2 })
  afterAll(removeTemplate)
  for (const { subject, showings } of themes) {
    describe(subject, () => {
      for (const [sentence, showing] of Object.entries(showings)) test.concurrent(sentence, () => expectShown(showing))
    })
  }
}

/** A showing also has to have used or met everything that it says it reaches, and to leave no process behind. */
async function expectShown({ reaches, show }: Showing): Promise<void> {
  const stage = createStage()
  const left = await whileOn(stage, async () => {
    await show(stage)
    const names = await stage.names()
    expect(reaches.filter((name) => !names.has(name) && !unseenNames.includes(name)), 'named, but neither used nor met').toEqual([])
  })
  expect(left, 'processes left over').toEqual([])
}

async function whileOn(stage: Stage, work: () => Promise<void>): Promise<readonly string[]> {
  try {
    await work()
  } catch (error) {
    await stage.leave()
    throw error
  }
  return stage.leave()
}
