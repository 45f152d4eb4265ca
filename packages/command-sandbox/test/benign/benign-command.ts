/** Something a project's builder or CI runs every day. */
export interface BenignCommand {
  readonly id: string
  readonly group: string
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** Programs that not every host has. */
  readonly needs: readonly string[]
  /** Writes `.git`, and is given it. */
  readonly commits: boolean
  /** Why it does not end guarded as it does unguarded; null where it does. */
  readonly differs: string | null
}

/** A text is a script of the shell. In all texts @TOOLS@ is a folder of installed packages. */
export type BenignRow = string | readonly [string, ...string[]] | { readonly run: string | readonly [string, ...string[]]; readonly env?: Readonly<Record<string, string>>; readonly needs?: readonly string[]; readonly differs?: string }

/** Commands of one group from a table: what it does → how. */
export function commandsOf(group: string, rows: Readonly<Record<string, BenignRow>>, { commits = false }: { readonly commits?: boolean } = {}): readonly BenignCommand[] {
  return Object.entries(rows).map(([what, row]) => {
    const { run, env = {}, needs = [], differs = null } = isGiven(row) ? row : { run: row }
    return { id: `${group}/${what}`, group, argv: typeof run === 'string' ? ['sh', '-c', run] : run, env, needs, commits, differs }
  })
}

function isGiven(row: BenignRow): row is Exclude<BenignRow, string | readonly string[]> {
  return typeof row === 'object' && 'run' in row
}
