/** What an attack does to the host when nothing holds it back. */
export type Effect =
  /** A file outside of the command's folder came, went or changed. */
  | 'wrote'
  /** A secret file outside was in the command's output or folder. */
  | 'read'
  /** The marker program outside was run. */
  | 'ran'
  /** The listener on the loopback interface heard something. */
  | 'network'
  /** A process was there after the command had ended. */
  | 'survived'
  /** More output than the limit was held in memory. */
  | 'flooded'
  /** A secret of the host's environment was in the output. */
  | 'leaked'
  /** A message for people and logs had raw control characters. */
  | 'forged'

export interface AttackCase {
  readonly id: string
  readonly attackClass: string
  readonly mechanism: string
  readonly effect: Effect
  /** The weakest isolation that holds it; below it, the command is denied. */
  readonly heldAt: 1 | 3
  readonly argv: readonly [string, ...string[]]
  /** Shell script that lays the trap in the command's folder; does no harm itself. */
  readonly prepare: string
  readonly env: Readonly<Record<string, string>>
  /** Programs that not every host has. */
  readonly needs: readonly string[]
}

export interface AttackRow {
  readonly effect?: Effect
  /** A text is a script of the shell. In all texts: @OUT@ the folder outside, @WORK@ the command's, @MARK@ the marker program, @PORT@ the listener's, @TOKEN@ a process's mark. */
  readonly run: string | readonly [string, ...string[]]
  readonly prepare?: string
  readonly env?: Readonly<Record<string, string>>
  readonly needs?: readonly string[]
}

export interface ClassOptions {
  readonly heldAt: 1 | 3
  /** Where a row names none. */
  readonly effect: Effect
}

/** Cases of one class from a table: mechanism → how. */
export function attacksOf(attackClass: string, { heldAt, effect }: ClassOptions, rows: Readonly<Record<string, AttackRow | string>>): readonly AttackCase[] {
  return Object.entries(rows).map(([mechanism, row]) => {
    const { run, prepare = '', env = {}, needs = [], ...rest } = typeof row === 'string' ? { run: row } : row
    const argv = typeof run === 'string' ? (['sh', '-c', run] as const) : run
    return { id: `${attackClass}/${mechanism}`, attackClass, mechanism, effect: rest.effect ?? effect, heldAt, argv, prepare, env, needs }
  })
}
