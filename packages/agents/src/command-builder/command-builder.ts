import { AutopackError, type ArtifactReference, type BuildFailureKind, type BuildOutcome, type Builder, type BuildRequest, type CommandOutcome, type CommandRunner, type CommandSpecification, type CommandTrace } from '@autopack/contracts'
import { planFolders } from './plan-folders.ts'

export interface CommandBuilderOptions {
  readonly runner: CommandRunner
  /**
   * Absolute folders that no builder is shown whole, such as the repository's working tree and git directory and the person's home. Where
   * the plan's folder holds one of them, a builder can read only what its command names below `{plan}/`. Default: none.
   */
  readonly kept?: readonly string[]
}

/** Bytes kept of each stream. */
const outputLimit = 1024 * 1024
/** Characters of output in a message. */
const tailLength = 2000

/** Runs the plan's command in the checkout; whatever it changed is the proposal. */
export function createCommandBuilder({ runner, kept = [] }: CommandBuilderOptions): Builder {
  return {
    contract: 1,
    kind: 'command',
    async build(request, context) {
      const command = specify(request, kept)
      const outcome = await runner.run(command, context.signal)
      if (outcome.kind === 'not-found' || outcome.kind === 'denied') return { kind: 'failed', failure: 'infrastructure', message: outcome.message, evidence: [] }
      const evidence = [await context.keep('builder-output.txt', 'text/plain', transcript(outcome))]
      return judge(command, outcome, evidence)
    },
  }
}

function specify(request: BuildRequest, kept: readonly string[]): CommandSpecification {
  const { builder, env } = request.phase
  if (builder.kind !== 'command') {
    throw new AutopackError({ code: 'AUTOPACK_BUILDER_MISMATCH', message: `phase ${request.phase.id} is built by ${builder.kind}, not by a command; give it to that builder`, details: { phase: request.phase.id } })
  }
  const fill = (argument: string): string => argument.replaceAll('{plan}', request.planDirectory)
  const [program, ...rest] = builder.run
  return {
    use: 'builder',
    argv: [fill(program), ...rest.map(fill)],
    cwd: request.checkout,
    writable: [request.checkout],
    readable: planFolders({ planDirectory: request.planDirectory, run: builder.run, kept }),
    env,
    network: builder.network ?? false,
    timeoutMs: request.timeoutMs,
    outputLimit,
    marker: request.marker,
  }
}

type Ended = Extract<CommandOutcome, CommandTrace>

function judge(command: CommandSpecification, outcome: Ended, evidence: readonly ArtifactReference[]): BuildOutcome {
  const name = command.argv.join(' ')
  const failed = (failure: BuildFailureKind, what: string): BuildOutcome => ({ kind: 'failed', failure, message: `${name} ${what}${tail(outcome)}`, evidence })
  if (outcome.kind === 'timed-out') return failed('timeout', `was ended after ${command.timeoutMs} ms`)
  if (outcome.kind === 'aborted') return failed('infrastructure', 'was given up')
  if (outcome.kind === 'signalled') return failed('builder_error', `was ended by ${outcome.signal}`)
  if (outcome.exitCode !== 0) return failed('builder_error', `exited with ${outcome.exitCode}`)
  const survivors = outcome.survivors === 0 ? '' : `; ${outcome.survivors === 1 ? '1 process it left behind was' : `${outcome.survivors} processes it left behind were`} ended`
  return { kind: 'proposed', summary: `${name} exited with 0${survivors}`, family: null, evidence }
}

function transcript({ stdout, stderr }: CommandTrace): string {
  return stderr === '' ? stdout : `${stdout}\n--- stderr ---\n${stderr}`
}

function tail({ stdout, stderr }: CommandTrace): string {
  const said = (stderr.trim() === '' ? stdout : stderr).trim()
  return said === '' ? '' : `:\n${said.slice(-tailLength)}`
}
