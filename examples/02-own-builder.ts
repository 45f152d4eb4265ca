// A builder of your own: it edits a checkout, and whatever differs afterwards is judged like any other change.
import assert from 'node:assert/strict'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Builder } from '@autopack/contracts'
import { createAutopack } from '@autopack/core'
import { nodeDefaults } from '@autopack/core/node'
import { createProject, passingCi, shippedConfiguration } from './project.ts'

const builder: Builder = {
  contract: 1,
  kind: 'command',
  async build({ checkout, phase, attempt, hints }) {
    // the first attempt leaves its scope, is refused, and the second one is told so
    await appendFile(join(checkout, attempt === 1 ? 'elsewhere.txt' : 'README.md'), `${phase.goal}\n`)
    return { kind: 'proposed', summary: `with ${hints.length} hints`, family: null, evidence: [] }
  },
}

const root = createProject({ 'README.md': '# Hello\n' })
const plan = {
  version: 1,
  project: 'hello',
  ci: { normal: [passingCi] },
  tiers: [{ id: 'base', phases: [{ id: 'mention', category: 'docs', goal: 'Say what it is.', scope: ['README.md'], builder: { kind: 'command', run: ['mine'] } }] }],
}

const parts = await nodeDefaults({ root, environment: process.env, configuration: shippedConfiguration() })
const autopack = createAutopack({ ...parts, builders: [builder] })
const prepared = await autopack.prepare({ plan: { text: JSON.stringify(plan), file: 'plan.json' }, planDirectory: root, flags: {}, watched: false })
if (prepared.kind === 'refused') throw new Error(prepared.problems.join('\n'))
const run = await autopack.start(prepared)
const stop = await autopack.advance(run)
assert.equal(stop.kind === 'ended' && stop.state, 'DONE_SUCCESS')
const { phases } = await autopack.view(run)
assert.deepEqual(phases['mention']?.attempts.map(({ failure }) => failure?.kind ?? null), ['guardrail', null])
await autopack.close()
