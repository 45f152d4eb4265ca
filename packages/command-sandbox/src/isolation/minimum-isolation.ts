import type { CommandUse, IsolationLevel, IsolationReport } from '@autopack/contracts'

export type MinimumIsolation = Readonly<{ [Use in CommandUse]?: number | undefined }>

/** What every host must reach. Interpreters can do whatever their user may, so that only a sandbox bounds them. */
export const minimumIsolation: Readonly<Record<CommandUse, IsolationLevel>> = {
  builder: 1,
  ci: 1,
  setup: 1,
  git_fix: 1,
  file_fix: 1,
  python_fix: 3,
  node_fix: 3,
}

/** Why a command of this use may not run here, and how to raise the isolation; null when it may. `raised` never lowers what is asked for. */
export function tooLittleIsolation(use: CommandUse, raised: MinimumIsolation, { achieved, degradedBecause }: IsolationReport): string | null {
  const needed = Math.max(minimumIsolation[use], raised[use] ?? 0)
  if (achieved >= needed) return null
  const why = degradedBecause.length > 0 ? ` ${degradedBecause.join(' ')}` : ''
  const lower = needed > minimumIsolation[use] ? ` Or lower sandbox.minimum.${use} in .autopack/config.yaml.` : ''
  return `Commands of use "${use}" need isolation level ${needed}, and this host reaches ${achieved}: nothing was run.${why}${lower}`
}
