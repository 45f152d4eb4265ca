import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createScriptedModel } from '@autopack/testkit'
import { bundleWorker } from './bundle-worker.ts'
import { gatherEvidence, type Evidence } from './evidence.ts'
import type { KillPoint } from './kill-point.ts'
import { markedProcesses } from './marked-processes.ts'
import { answers, configurationFor, createProject, holdAt, letGo, type HeldStep } from './project.ts'
import { startWorker, type WorkerProcess } from './worker-process.ts'
import type { WorkerReport } from './worker.ts'

export const run = 'r'

/** One project, copied for every trial. */
export interface Laboratory {
  /** Runs the plan with an interruption, or none, and then to its end; says what was left behind. */
  attempt(interrupt?: (scene: Scene) => Promise<void>): Promise<Trial>
  remove(): void
}

/** A copy of the project that processes work on. */
export interface Scene {
  readonly folder: string
  start(options?: { readonly point?: KillPoint; readonly ahead?: number }): WorkerProcess
  /** Starts a process and returns when one of its scripts waits at `step`. */
  startHeld(step: HeldStep): Promise<WorkerProcess>
  /** Called when a request has reached the model and before it answers; once. */
  whenAsked(act: () => void): void
}

export interface Trial {
  readonly report: WorkerReport | null
  readonly evidence: Evidence
  /** Requests that reached the model. */
  readonly requests: number
  /** Command lines of processes that outlived the run. */
  readonly survivors: readonly string[]
}

export async function createLaboratory(): Promise<Laboratory> {
  const base = mkdtempSync(join(fastFolder(), 'autopack-crash-'))
  const template = join(base, 'template')
  mkdirSync(template)
  createProject(template)
  const worker = await bundleWorker()
  let trials = 0
  return {
    async attempt(interrupt) {
      trials += 1
      const folder = join(base, `trial-${trials}`)
      cpSync(template, folder, { recursive: true })
      try {
        return await attempt({ worker: worker.module, folder }, interrupt)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    remove() {
      worker.remove()
      rmSync(base, { recursive: true, force: true })
    },
  }
}

async function attempt({ worker, folder }: { readonly worker: string; readonly folder: string }, interrupt: ((scene: Scene) => Promise<void>) | undefined): Promise<Trial> {
  let asked: (() => void) | null = null
  await using model = createScriptedModel({
    respond: ({ schemaName }) => {
      asked?.()
      asked = null
      return JSON.stringify(answers[schemaName ?? ''])
    },
  })
  const configuration = configurationFor(await model.start())
  const scene: Scene = {
    folder,
    start: ({ point = null, ahead = 0 } = {}) => startWorker(worker, { folder, run, configuration, point, ahead }),
    async startHeld(step) {
      holdAt(folder, step)
      const process = scene.start()
      await waitUntil(() => markedProcesses(folder).some((commandLine) => commandLine.startsWith('sleep')))
      return process
    },
    whenAsked: (act) => void (asked = act),
  }
  await interrupt?.(scene)
  letGo(folder)
  const { report } = await scene.start().ended
  return { report, evidence: await gatherEvidence(folder, run, configuration), requests: model.requests.length, survivors: markedProcesses(folder) }
}

async function waitUntil(happened: () => boolean): Promise<void> {
  for (let tries = 0; !happened(); tries += 1) {
    if (tries > 1000) throw new Error('nothing happened for twenty seconds')
    await setTimeout(20)
  }
}

/** In memory where there is such a place: a killed process loses nothing there either, and each `fsync` costs nothing. */
function fastFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}
