import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAutopack, type Autopack } from '../../src/index.ts'
import { nodeDefaults, type NodeDefaultsOptions } from '../../src/node.ts'
import { endOfRun, killableParts, type KillPoint } from './kill-point.ts'

/** What one process of the suite does; plain data, handed over as JSON. */
export interface WorkerScript {
  readonly folder: string
  readonly run: string
  readonly configuration: NodeDefaultsOptions['configuration']
  readonly point: KillPoint | null
  /** Milliseconds this process's wall clock is ahead. */
  readonly ahead: number
}

/** What a process that was not killed says at its end. */
export interface WorkerReport {
  readonly stop: Awaited<ReturnType<Autopack['advance']>>
  /** Checkouts that are still there after `gc`. */
  readonly checkouts: readonly string[]
}

const script: WorkerScript = JSON.parse(process.argv[2] ?? '')
const now = Date.now
Date.now = () => now() + script.ahead
process.stdout.write(JSON.stringify(await work(script)))

/** Starts the run unless it is there, executes it, and cleans up. */
async function work({ folder, run, configuration, point }: WorkerScript): Promise<WorkerReport> {
  const trace = join(folder, 'trace')
  const environment = { ...process.env, SCRIPTED_KEY: 'sk-scripted-0123456789' }
  const defaults = await nodeDefaults({ root: join(folder, 'repository'), environment, configuration })
  const autopack = createAutopack(killableParts(defaults, point, (line) => appendFileSync(trace, `${line}\n`)))
  if (!(await autopack.runs()).some((record) => record.run === run)) await start(autopack, folder, run)
  const stop = await autopack.advance(run)
  if (stop.kind === 'ended') {
    appendFileSync(trace, `${endOfRun}\n`)
    await autopack.gc()
  }
  const checkouts = await defaults.workspace.list()
  await autopack.close()
  return { stop, checkouts }
}

async function start(autopack: Autopack, folder: string, run: string): Promise<void> {
  const file = join(folder, 'plan', 'plan.yaml')
  const prepared = await autopack.prepare({ plan: { text: readFileSync(file, 'utf8'), file }, planDirectory: join(folder, 'plan'), flags: {}, watched: false })
  if (prepared.kind === 'refused') throw new Error(prepared.problems.join('\n'))
  await autopack.start(prepared, { run })
}
