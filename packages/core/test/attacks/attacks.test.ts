import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { probeIsolation } from '@autopack/command-sandbox'
import { describe, expect, test } from 'vitest'
import { stagedAttacks } from './attacks.ts'
import { landsAgain } from './classes/approval-replay.ts'
import { readsInRun } from './plan-ground.ts'
import type { StagedAttack } from './staged-attack.ts'

const isNightly = process.env['AUTOPACK_PROFILE'] === 'nightly'
const classes = [...new Set(stagedAttacks.map(({ attackClass }) => attackClass))]

/** First by an ordinary tool, where it must succeed, then by ours, where it may do nothing. Null: as it should be. */
async function problemOf({ id, succeeds, harm }: StagedAttack): Promise<string | null> {
  try {
    if (!(await succeeds())) return `${id}: does not succeed unguarded`
    const done = await harm()
    return done === null ? null : `${id}: HARM, ${done}`
  } catch (error) {
    return `${id}: ${String(error).slice(0, 300)}`
  }
}

describe('attacks that succeed with ordinary tools do nothing to ours', { timeout: 600_000 }, () => {
  test.each(classes)('%s', async (attackClass) => {
    const problems: string[] = []
    // in the usual profile every sixteenth of a class
    for (const attack of stagedAttacks.filter((each) => each.attackClass === attackClass).filter((_, index) => isNightly || index % 16 === 0)) {
      const problem = await problemOf(attack)
      if (problem !== null) problems.push(problem)
    }
    expect(problems).toEqual([])
  })
})

test('an approval holds for the very change it was given for, built a second time', async () => {
  const same = (checkout: string): void => writeFileSync(join(checkout, 'new.txt'), 'good\n')
  expect(await landsAgain(true, same, same)).toBe(true)
})

const { containment, degradedBecause } = await probeIsolation({ platform: process.platform, path: (process.env['PATH'] ?? '').split(delimiter), temporary: tmpdir() })
const isIsolated = containment.kind === 'bubblewrap'

test.runIf(isIsolated)(`a plan in the working tree itself, or in a folder of it, has the tools that it names${isIsolated ? '' : ` (NOT TESTED on this host: ${degradedBecause.join(' ')})`}`, async () => {
  const tool = 'echo from "$(sh @PLAN@/tool.sh)" > found.md'
  expect(await readsInRun({ plan: '.', script: tool.replace('tool.sh', 'tools/tool.sh') }, 'from a tool')).toBe(true)
  expect(await readsInRun({ plan: 'tools', script: tool }, 'from a tool')).toBe(true)
})
