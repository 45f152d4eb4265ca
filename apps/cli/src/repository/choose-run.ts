import type { Autopack, RunView } from '@autopack/core'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

/** Which runs a command is about when none is named. */
export interface Candidates {
  /** Fits into `there is no run here that is …`. */
  readonly what: string
  readonly fits: (view: RunView, all: readonly RunView[]) => boolean
}

/** The run that was named, or the latest one; says which. */
export async function latestRun(shell: Shell, autopack: Autopack, named: string | undefined): Promise<string> {
  if (named !== undefined) return named
  const [latest] = await autopack.runs()
  if (latest === undefined) throw usageError('This repository has no runs yet. `autopack run PLAN` makes one.')
  return taken(shell, latest.run, 'the latest')
}

/** The run that was named, or the only one that fits. A command that changes something never guesses among several. */
export async function onlyRun(shell: Shell, autopack: Autopack, named: string | undefined, { what, fits }: Candidates): Promise<string> {
  if (named !== undefined) return named
  const views = await Promise.all((await autopack.runs()).map(({ run }) => autopack.view(run)))
  const fitting = views.filter((view) => fits(view, views))
  const [only, another] = fitting
  if (only === undefined) throw usageError(`There is no run here that is ${what}. \`autopack runs\` lists all.`)
  if (another !== undefined) throw usageError(`Name the run; ${fitting.length} runs are ${what}: ${fitting.map(({ run }) => run).join(', ')}.`)
  return taken(shell, only.run, `the only one that is ${what}`)
}

function taken(shell: Shell, run: string, why: string): string {
  shell.err.print([[span(`${run}, ${why}`, 'quiet')]])
  return run
}
