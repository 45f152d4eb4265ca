// Governed apply alone: a change to a checkout, judged by the tree it results in, before anything of the user's moves.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChangePolicy } from '@autopack/contracts'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGovernor } from '@autopack/governed-apply'
import { createProject } from './project.ts'

const root = createProject({ 'src/greet.js': 'export const greet = () => "hello"\n' })
const repository = await openRepository({ path: root, env: process.env })
const workspace = createWorkspace({ repository, directory: mkdtempSync(join(tmpdir(), 'autopack-example-')), env: process.env })
const governor = createGovernor({ repository })
const policy: ChangePolicy = {
  digest: 'example-1',
  classes: [
    { name: 'ci', globs: ['.github/**'], verdict: 'ask' },
    { name: 'source', globs: ['**'], verdict: 'allow' },
  ],
  allowPaths: [],
  limits: { files: 100, changedBytes: 1_000_000 },
}

const { head } = await repository.inspect()
const checkout = await workspace.create('example', head, { copy: [] })
writeFileSync(join(checkout.path, 'src/greet.js'), 'export const greet = (name) => `hello ${name}`\n')
mkdirSync(join(checkout.path, '.github'))
writeFileSync(join(checkout.path, '.github/ci.yml'), 'on: push\n')
const change = { base: head, tree: await workspace.capture(checkout) }

const inScope = await governor.judge({ change, onto: head, scope: ['src/**'], deliverables: [], policy })
assert.ok(inScope.kind === 'rejected' && inScope.reasons.some(({ path }) => path === '.github/ci.yml'))
const asked = await governor.judge({ change, onto: head, scope: ['**'], deliverables: ['src/greet.js'], policy })
assert.ok(asked.kind === 'accepted' && asked.asks.length === 1)
await workspace.remove('example')
