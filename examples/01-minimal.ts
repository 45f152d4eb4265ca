// A plan of one phase, built by a command, from a text to a commit with evidence.
import assert from 'node:assert/strict'
import { createAutopack } from '@autopack/core'
import { nodeDefaults } from '@autopack/core/node'
import { createProject, passingCi, shippedConfiguration } from './project.ts'

const root = createProject({ 'README.md': '# Hello\n' })
const plan = {
  version: 1,
  project: 'hello',
  ci: { normal: [passingCi] },
  tiers: [{ id: 'base', phases: [{ id: 'mention', category: 'docs', goal: 'Say what it is.', scope: ['README.md'], builder: { kind: 'command', run: ['sh', '-c', 'echo "It greets." >> README.md'] } }] }],
}

const autopack = createAutopack(await nodeDefaults({ root, environment: process.env, configuration: shippedConfiguration() }))
const prepared = await autopack.prepare({ plan: { text: JSON.stringify(plan), file: 'plan.json' }, planDirectory: root, flags: { usd: 1 }, watched: false })
if (prepared.kind === 'refused') throw new Error(prepared.problems.join('\n'))
const run = await autopack.start(prepared)
const stop = await autopack.advance(run)
assert.deepEqual(stop, { kind: 'ended', state: 'DONE_SUCCESS', reason: null })
const promoted = await autopack.promote(run)
assert.equal(promoted.kind, 'done')
await autopack.close()
