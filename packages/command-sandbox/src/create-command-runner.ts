import { AutopackError, type CommandOutcome, type CommandRunner, type CommandSpecification, type IsolationLevel, type IsolationReport } from '@autopack/contracts'
import type { Isolation } from './isolation/containment.ts'
import { probeIsolation } from './isolation/probe-isolation.ts'
import { isLeftProbe } from './isolation/probe-marker.ts'
import { searchPath } from './environment/search-path.ts'
import { markerVariable } from './environment/command-environment.ts'
import { endProcesses } from './processes/end-processes.ts'
import { createProcessTable } from './processes/process-table.ts'
import { type MinimumIsolation, tooLittleIsolation } from './isolation/minimum-isolation.ts'
import { runCommand } from './run-command.ts'
import { printable } from './output/printable.ts'
import { clearSetIds } from './workspace/clear-set-ids.ts'
import { refusal } from './refusal.ts'

export interface CommandRunnerOptions {
  /** The host's environment. Commands get its PATH, made absolute, and its locale; nothing else of it. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Names of further variables that every command gets. */
  readonly allowEnvironment?: readonly string[]
  /** Absolute folders that every command may read, such as the objects that checkouts borrow from a repository. Those that do not exist are passed over. */
  readonly readable?: readonly string[]
  /** Absolute folders that no command sees, in whatever it may read they lie; what `readable` names in them it does. Default: none. */
  readonly hidden?: readonly string[]
  /** Isolation levels below which commands of a use are denied, where that is more than `minimumIsolation` asks for. */
  readonly minimum?: MinimumIsolation
  /** Milliseconds that a command at its time limit has between the request to end and the kill. Default: 1000. */
  readonly graceMs?: number
  /** Default: the platform of this process. */
  readonly platform?: NodeJS.Platform
  /** Finds the isolation level, once per runner. Default: `probeIsolation`. */
  readonly probe?: () => Promise<Isolation>
}

/** Runs commands with the strongest isolation this host allows. Throws `AUTOPACK_PLATFORM_UNSUPPORTED` anywhere but on Linux and macOS. */
export function createCommandRunner(options: CommandRunnerOptions): CommandRunner {
  const { environment, allowEnvironment = [], readable = [], hidden = [], minimum = {}, graceMs = 1_000, platform = process.platform } = options
  if (platform !== 'linux' && platform !== 'darwin') throw unsupported(platform)
  const temporary = environment['TMPDIR'] ?? '/tmp'
  const probe = options.probe ?? ((): Promise<Isolation> => probeIsolation({ platform, temporary, path: searchPath(environment['PATH'], []) }))
  const processes = createProcessTable(platform)
  let found: Promise<Isolation> | undefined
  const isolation = (): Promise<Isolation> => (found ??= probe())
  const report = async (): Promise<IsolationReport> => {
    const found = await isolation()
    return { achieved: levelOf(found), degradedBecause: found.degradedBecause }
  }

  return {
    contract: 1,
    isolation: report,
    async run(command: CommandSpecification, signal?: AbortSignal): Promise<CommandOutcome> {
      if (signal?.aborted === true) return { kind: 'aborted', stdout: '', stderr: '', droppedBytes: 0, durationMs: 0, survivors: 0 }
      const refused = refusal(command)
      if (refused !== null) return { kind: 'denied', message: printable(refused) }
      const tooLittle = tooLittleIsolation(command.use, minimum, await report())
      if (tooLittle !== null) return { kind: 'denied', message: printable(tooLittle) }
      const isolated = await isolation()
      const { containment } = isolated
      const outcome = await runCommand(command, { environment, allowEnvironment, readable, hidden, temporary, containment, processes, graceMs, signal })
      // a filter lets no such file come to be
      const unseen = levelOf(isolated) < 4 ? clearSetIds(command.writable) : []
      return neutral(withUnseen(outcome, unseen))
    },
    async sweep(markerPrefix) {
      const isOwn = (marker: string): boolean => marker.startsWith(markerPrefix)
      // mostly there is nothing, which one look at all processes tells
      if (processes.find(markerVariable, (marker) => isOwn(marker) || isLeftProbe(marker)).length === 0) return 0
      await endProcesses(() => processes.find(markerVariable, isLeftProbe))
      return (await endProcesses(() => processes.find(markerVariable, isOwn))).length
    },
  }
}

/** Said where the command's own words are kept. */
function withUnseen(outcome: CommandOutcome, unseen: readonly string[]): CommandOutcome {
  if (unseen.length === 0 || !('stderr' in outcome)) return outcome
  return { ...outcome, stderr: `${outcome.stderr}\nnot searched for set-user-id files, for it cannot be opened: ${unseen.slice(0, 5).map(printable).join(', ')}\n` }
}

/** A name that a command was given may say anything, a message only what it means. */
function neutral(outcome: CommandOutcome): CommandOutcome {
  return 'message' in outcome ? { ...outcome, message: printable(outcome.message) } : outcome
}

function levelOf({ containment, unbounded = false }: Isolation): IsolationLevel {
  if (containment.kind !== 'bubblewrap') return unbounded ? 0 : 1
  return containment.filter === null ? 3 : 4
}

function unsupported(platform: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_PLATFORM_UNSUPPORTED',
    message: `Autopack cannot control processes on ${platform}: run it on Linux, on macOS, or in a Linux virtual machine (WSL 2 on Windows).`,
    details: { platform },
  })
}
