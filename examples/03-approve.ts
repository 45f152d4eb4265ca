// A change to package.json waits for a person; the decision needs nobody to be executing the run.
import assert from 'node:assert/strict'
import type { JournalEvent } from '@autopack/contracts'
import { createAutopack } from '@autopack/core'
import { nodeDefaults } from '@autopack/core/node'
import { createProject, passingCi, shippedConfiguration } from './project.ts'

const root = createProject({ 'package.json': '{ "name": "hello" }\n' })
const rename = "const fs = require('node:fs'); fs.writeFileSync('package.json', fs.readFileSync('package.json', 'utf8').replace('hello', 'greeter'))"
const plan = {
  version: 1,
  project: 'hello',
  ci: { normal: [passingCi] },
  tiers: [
    {
      id: 'base',
      phases: [{ id: 'rename', category: 'feature_scaffolding', goal: 'Rename the package.', scope: ['package.json'], builder: { kind: 'command', run: ['node', '--eval', rename] } }],
    },
  ],
}
const seen: JournalEvent['type'][] = []
const parts = await nodeDefaults({ root, environment: process.env, configuration: shippedConfiguration(), sink: { emit: (_run, event) => void seen.push(event.type) } })
const autopack = createAutopack(parts)
const prepared = await autopack.prepare({ plan: { text: JSON.stringify(plan), file: 'plan.json' }, planDirectory: root, flags: {}, watched: false })
if (prepared.kind === 'refused') throw new Error(prepared.problems.join('\n'))
const run = await autopack.start(prepared)
const parked = await autopack.advance(run)
assert.equal(parked.kind, 'waiting')
const [approval] = await autopack.pendingApprovals(run)
assert.ok(approval)
await autopack.decide(run, approval.id, { decision: 'approve', by: 'ada', note: 'the new name is right' })
const stop = await autopack.advance(run)
assert.equal(stop.kind === 'ended' && stop.state, 'DONE_SUCCESS')
assert.ok(seen.includes('approval-decide'))
await autopack.close()
