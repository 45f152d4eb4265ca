import assert from 'node:assert/strict'
import type { CommandOutcome, CommandRunner, CommandSpecification } from '@autopack/contracts'
import type { ConformanceCase } from './conformance-case.ts'

type Argv = CommandSpecification['argv']

export interface CommandRunnerUnderTest {
  readonly runner: CommandRunner
  /** An existing, writable, absolute folder. */
  readonly folder: string
  readonly programs: {
    /** Writes `out` to stdout and `error` to stderr and exits with 3. */
    readonly failing: Argv
    /** Writes so many bytes of `x` to stdout and exits with 0. */
    readonly printing: (bytes: number) => Argv
    /** Writes `started` to stdout and never ends by itself. */
    readonly hanging: Argv
    /** Ends itself by SIGKILL. */
    readonly killed: Argv
    /** Copies its standard input to stdout and exits with 0. */
    readonly copying: Argv
  }
}

/** What every command runner promises, whatever its isolation. */
export function commandRunnerConformance(subject: CommandRunnerUnderTest): readonly ConformanceCase[] {
  const { runner, programs } = subject
  const run = (argv: Argv, changes: Partial<CommandSpecification> = {}, signal?: AbortSignal): Promise<CommandOutcome> =>
    runner.run({ ...specification(subject.folder, argv), ...changes }, signal)

  return [
    {
      name: 'a command that fails is an outcome with its exit code and both streams apart',
      run: async () => {
        const outcome = await run(programs.failing)
        assert.deepEqual(traced(outcome, 'exited'), { stdout: 'out', stderr: 'error', droppedBytes: 0, survivors: 0 })
        assert.equal(outcome.kind === 'exited' && outcome.exitCode, 3)
      },
    },
    {
      name: 'a command that a signal ends is named with its signal',
      run: async () => {
        const outcome = await run(programs.killed)
        assert.equal(outcome.kind === 'signalled' && outcome.signal, 'SIGKILL')
      },
    },
    {
      name: 'standard input is what the command was given, and empty where it was given nothing',
      run: async () => {
        const texts = await Promise.all([run(programs.copying, { stdin: Buffer.from('given') }), run(programs.copying)])
        assert.deepEqual(texts.map((outcome) => traced(outcome, 'exited').stdout), ['given', ''])
      },
    },
    {
      name: 'output up to the limit is whole',
      run: async () => {
        assert.equal(traced(await run(programs.printing(1_000), { outputLimit: 1_000 }), 'exited').stdout, 'x'.repeat(1_000))
      },
    },
    {
      name: 'output beyond the limit keeps head and tail around a marker that counts what is missing',
      run: async () => {
        const trace = traced(await run(programs.printing(100_000), { outputLimit: 1_000 }), 'exited')
        assert.equal(trace.stdout, `${'x'.repeat(500)}\n… [99000 bytes dropped] …\n${'x'.repeat(500)}`)
        assert.equal(trace.droppedBytes, 99_000)
      },
    },
    {
      name: 'a command that hangs is ended at its time limit, and what it printed is kept',
      run: async () => {
        assert.equal(traced(await run(programs.hanging, { timeoutMs: 250 }), 'timed-out').stdout, 'started')
      },
    },
    {
      name: 'an abort ends the command before the outcome is returned',
      run: async () => {
        traced(await run(programs.hanging, {}, AbortSignal.timeout(120)), 'aborted')
      },
    },
    {
      name: 'nothing is run once aborted',
      run: async () => {
        traced(await run(programs.hanging, {}, AbortSignal.abort()), 'aborted')
      },
    },
    {
      name: 'a program that does not exist is an outcome that names it and says what to do',
      run: async () => {
        const outcome = await run(['autopack-no-such-program'])
        assert.equal(outcome.kind === 'not-found' && outcome.executable, 'autopack-no-such-program')
        assert.match(outcome.kind === 'not-found' ? outcome.message : '', /autopack-no-such-program.*: /)
      },
    },
    {
      name: 'a sweep that finds nothing ends nothing, however often',
      run: async () => {
        assert.deepEqual([await runner.sweep('conformance-nobody:'), await runner.sweep('conformance-nobody:')], [0, 0])
      },
    },
    {
      name: 'a level below the highest says why',
      run: async () => {
        const { achieved, degradedBecause } = await runner.isolation()
        assert.equal(degradedBecause.length > 0, achieved < 4)
      },
    },
  ]
}

function specification(folder: string, argv: Argv): CommandSpecification {
  return { use: 'ci', argv, cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 20_000, outputLimit: 10_000, marker: `conformance:1:${argv[0]}` }
}

function traced(outcome: CommandOutcome, kind: CommandOutcome['kind']): { readonly stdout: string; readonly stderr: string; readonly droppedBytes: number; readonly survivors: number } {
  assert.equal(outcome.kind, kind, 'message' in outcome ? outcome.message : undefined)
  if ('message' in outcome) throw new assert.AssertionError({ message: outcome.message })
  const { stdout, stderr, droppedBytes, survivors } = outcome
  return { stdout, stderr, droppedBytes, survivors }
}
