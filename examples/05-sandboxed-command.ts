// The command sandbox alone: no shell, an empty environment, a time limit, nothing left running.
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '@autopack/command-sandbox'

const runner = createCommandRunner({ environment: { PATH: process.env['PATH'], SECRET: 'not for you' } })
const folder = mkdtempSync(join(tmpdir(), 'autopack-example-'))
const base = { use: 'builder', cwd: folder, writable: [folder], readable: [], env: {}, network: false, outputLimit: 10_000, marker: 'example:1:1' } as const

const quick = await runner.run({ ...base, argv: ['node', '--eval', 'console.log(process.env.SECRET ?? "no secret")'], timeoutMs: 10_000 })
assert.ok(quick.kind === 'exited' && quick.stdout.trim() === 'no secret')

const endless = await runner.run({ ...base, argv: ['node', '--eval', 'setInterval(() => {}, 1000)'], timeoutMs: 300 })
assert.equal(endless.kind, 'timed-out')

const missing = await runner.run({ ...base, argv: ['no-such-program'], timeoutMs: 1000 })
assert.equal(missing.kind, 'not-found')
const { achieved, degradedBecause } = await runner.isolation()
assert.ok(achieved === 4 || degradedBecause.length > 0)
