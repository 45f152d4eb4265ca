import type { CommandOutcome, CommandRunner, CommandSpecification } from '@autopack/contracts'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { phaseOf, requestFor, sceneWith } from '../../test/scene.ts'
import { createCommandBuilder } from './command-builder.ts'

const trace = { stdout: '', stderr: '', droppedBytes: 0, durationMs: 1, survivors: 0 }
const phase = phaseOf({ builder: { kind: 'command', run: ['node', '{plan}/tools/add.mjs', '--root={plan}'] }, env: { MODE: 'test' } })

async function build(outcome: CommandOutcome) {
  const commands: CommandSpecification[] = []
  const runner: CommandRunner = {
    contract: 1,
    isolation: async () => ({ achieved: 1, degradedBecause: [] }),
    run: async (command) => (commands.push(command), outcome),
    sweep: async () => 0,
  }
  const scene = sceneWith(() => '')
  const built = await createCommandBuilder({ runner }).build(requestFor('/tmp/checkout', { phase }), scene.context)
  return { built, commands, kept: scene.kept }
}

test('the command runs in the checkout, with the plan readable and nothing else', async () => {
  const { commands } = await build({ kind: 'exited', exitCode: 0, ...trace })
  expect(commands).toMatchObject([
    {
      use: 'builder',
      argv: ['node', '/plans/hello/tools/add.mjs', '--root=/plans/hello'],
      cwd: '/tmp/checkout',
      writable: ['/tmp/checkout'],
      readable: ['/plans/hello'],
      env: { MODE: 'test' },
      network: false,
      timeoutMs: 60_000,
      marker: 'run-1:1:build',
    },
  ])
})

test('of a plan’s folder that holds what is kept, the command reads what it names', async () => {
  const root = mkdtempSync(join(tmpdir(), 'plan-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const folder of ['repo/tools/deep', 'repo/.git', 'repo/my tools', 'plans', 'other']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['repo/tools/add.mjs', 'repo/one.mjs', 'repo/.env', 'repo/.git/config', 'repo/my tools/x.mjs', 'repo.mjs', 'other/x']) writeFileSync(join(root, file), '')
  symlinkSync(join(root, 'repo'), join(root, 'link'))
  const repo = join(root, 'repo')
  const readable = async (planDirectory: string, ...run: [string, ...string[]]): Promise<readonly string[]> => {
    const commands: CommandSpecification[] = []
    const runner: CommandRunner = { contract: 1, isolation: async () => ({ achieved: 1, degradedBecause: [] }), run: async (command) => (commands.push(command), { kind: 'exited', exitCode: 0, ...trace }), sweep: async () => 0 }
    const request = { ...requestFor('/tmp/checkout', { phase: phaseOf({ builder: { kind: 'command', run } }) }), planDirectory }
    await createCommandBuilder({ runner, kept: [repo, join(root, 'home')] }).build(request, sceneWith(() => '').context)
    return commands.flatMap((command) => command.readable)
  }
  expect(await readable(join(root, 'plans'), 'node', '{plan}/x.mjs')).toEqual([join(root, 'plans')])
  expect(await readable(join(repo, 'tools'), 'node', '{plan}/add.mjs')).toEqual([join(repo, 'tools')])
  expect(await readable(repo, 'node', '{plan}/tools/add.mjs', '--all={plan}')).toEqual([join(repo, 'tools')])
  expect(await readable(repo, 'node', '{plan}/one.mjs', '{plan}/tools/deep')).toEqual([join(repo, 'one.mjs'), join(repo, 'tools/deep')])
  expect(await readable(repo, 'sh', '-c', 'node {plan}/tools/add.mjs; node "{plan}/my tools/x.mjs"; cat {plan}/.git/config {plan}/../other/x {plan}/tools/../.git/config {plan}/none')).toEqual([join(repo, 'tools')])
  expect(await readable(repo, 'node', '{plan}/my tools/x.mjs')).toEqual([join(repo, 'my tools')])
  expect(await readable(root, 'node', '{plan}/repo/one.mjs', '{plan}/repo', '{plan}/link', '{plan}/link/one.mjs', '{plan}/other/x')).toEqual([join(repo, 'one.mjs'), join(root, 'link/one.mjs'), join(root, 'other')])
})

test('an exit of 0 proposes, and its output is kept', async () => {
  const { built, kept } = await build({ kind: 'exited', exitCode: 0, ...trace, stdout: 'done', stderr: 'warned', survivors: 2 })
  expect(built).toMatchObject({ kind: 'proposed', family: null, summary: expect.stringContaining('2 processes it left behind were ended'), evidence: [{ name: 'builder-output.txt' }] })
  expect(kept.get('builder-output.txt')).toBe('done\n--- stderr ---\nwarned')
})

test.each([
  [{ kind: 'exited', exitCode: 3, ...trace, stderr: `${'x'.repeat(5000)}the end` }, 'builder_error', 'exited with 3:\n'],
  [{ kind: 'signalled', signal: 'SIGSEGV', ...trace }, 'builder_error', 'SIGSEGV'],
  [{ kind: 'timed-out', ...trace }, 'timeout', '60000 ms'],
  [{ kind: 'aborted', ...trace }, 'infrastructure', 'given up'],
  [{ kind: 'not-found', executable: 'node', message: 'install node' }, 'infrastructure', 'install node'],
  [{ kind: 'denied', message: 'not allowed' }, 'infrastructure', 'not allowed'],
] satisfies [CommandOutcome, string, string][])('%j fails', async (outcome, failure, message) => {
  const { built } = await build(outcome)
  expect(built).toMatchObject({ kind: 'failed', failure, message: expect.stringContaining(message) })
  if (built.kind === 'failed') expect(built.message.length).toBeLessThan(2500)
})

test("another builder's phase is a mistake of the caller", async () => {
  const builder = createCommandBuilder({ runner: { contract: 1, isolation: async () => ({ achieved: 0, degradedBecause: [] }), run: () => Promise.reject(new Error('not reached')), sweep: async () => 0 } })
  const request = requestFor('/tmp/checkout', { phase: phaseOf({ builder: { kind: 'model' } }) })
  await expect(builder.build(request, sceneWith(() => '').context)).rejects.toMatchObject({ code: 'AUTOPACK_BUILDER_MISMATCH' })
})
