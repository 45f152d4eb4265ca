import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runProcess, type ProcessRun } from '../measuring/run-process.ts'
import { startInstantModel } from './instant-model.ts'
import { createRepository, writeModels, writePlan } from './sample-project.ts'

export interface PlanRun extends ProcessRun {
  readonly tokens: number
}

export interface RunPlanOptions {
  readonly bundle: string
  /** Where the project, its plan and what the process keeps are made. */
  readonly folder: string
  readonly phases: number
  /** Further words for `autopack run`. */
  readonly flags?: readonly string[]
  readonly nodeFlags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `autopack run` on a fresh repository, in a process of its own, with models that answer at once. */
export async function runPlan({ bundle, folder, phases, flags = [], nodeFlags = [], env = {} }: RunPlanOptions): Promise<PlanRun> {
  const [repository, temporary] = [join(folder, 'repository'), join(folder, 'temporary')]
  // of somebody who has used this command line before
  const home = join(dirname(bundle), 'home')
  for (const made of [home, temporary]) mkdirSync(made, { recursive: true })
  createRepository(repository)
  await using model = await startInstantModel()
  writeModels(repository, model.baseUrl)
  const args = [...nodeFlags, bundle, 'run', writePlan(folder, phases), '--repo', repository, ...flags]
  const run = await runProcess(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: join(folder, 'state'), TMPDIR: temporary, ...env } })
  return { ...run, tokens: model.tokens() }
}
