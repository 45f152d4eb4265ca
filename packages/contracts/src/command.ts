/** What a command is run for; each use has its own minimum isolation. The `_fix` ones are typed fixes by category. */
export type CommandUse = 'builder' | 'ci' | 'setup' | 'git_fix' | 'file_fix' | 'python_fix' | 'node_fix'

/** L0 validation only · L1 limits, no-new-privileges · L2 Landlock · L3 bubblewrap · L4 with seccomp. */
export type IsolationLevel = 0 | 1 | 2 | 3 | 4

export interface IsolationReport {
  readonly achieved: IsolationLevel
  /** Why the level is not higher, and how to raise it; empty at L4. */
  readonly degradedBecause: readonly string[]
}

/** One process to run. No shell is ever involved. */
export interface CommandSpecification {
  readonly use: CommandUse
  readonly argv: readonly [string, ...string[]]
  /** Absolute. */
  readonly cwd: string
  /** Folders the command may write to, absolute; everything else is read-only where the isolation level can enforce it. */
  readonly writable: readonly string[]
  /** Folders it may read besides the system's and `writable`, absolute. */
  readonly readable: readonly string[]
  /** The whole environment besides the runner's allow-list; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  /** What it can read on its standard input; without it, nothing. */
  readonly stdin?: Uint8Array
  readonly network: boolean
  readonly timeoutMs: number
  /** Bytes kept of each of stdout and stderr; more is counted and dropped, with a marker in the text. */
  readonly outputLimit: number
  /** Put into the environment of every process, so that survivors can be found and ended: `<run>:<epoch>:<step>`. */
  readonly marker: string
}

export type CommandOutcome =
  | ({ readonly kind: 'exited'; readonly exitCode: number } & CommandTrace)
  | ({ readonly kind: 'signalled'; readonly signal: string } & CommandTrace)
  | ({ readonly kind: 'timed-out' } & CommandTrace)
  | ({ readonly kind: 'aborted' } & CommandTrace)
  /** The executable does not exist or may not be run. `message` says what to install or correct. */
  | { readonly kind: 'not-found'; readonly executable: string; readonly message: string }
  /** Policy or missing isolation. `message` says what would allow it. */
  | { readonly kind: 'denied'; readonly message: string }

export interface CommandTrace {
  readonly stdout: string
  readonly stderr: string
  /** Bytes dropped beyond `outputLimit`, both streams together. */
  readonly droppedBytes: number
  /** Monotonic milliseconds. */
  readonly durationMs: number
  /** Processes still alive after the command ended, which were then ended. */
  readonly survivors: number
}

/** Runs commands under process control. Contract 1. */
export interface CommandRunner {
  readonly contract: 1
  isolation(): Promise<IsolationReport>
  /**
   * Runs to the end. Never throws for what the command does; throws only if the host cannot spawn at all.
   * On abort the whole process tree is ended before `aborted` is returned. Nothing survives a return.
   */
  run(command: CommandSpecification, signal?: AbortSignal): Promise<CommandOutcome>
  /** Ends every process whose marker starts with `markerPrefix`; returns how many. Idempotent; called on resume before anything else. */
  sweep(markerPrefix: string): Promise<number>
}
