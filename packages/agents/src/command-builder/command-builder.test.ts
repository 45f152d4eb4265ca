import type { CommandOutcome, CommandRunner, CommandSpecification } from '@autopack/contracts'
import { expect, test } from 'vitest'
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
