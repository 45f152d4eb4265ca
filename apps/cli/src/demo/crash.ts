import type { Question } from './story.ts'
import type { Worker } from './worker.ts'

/** Kills a worker, once, at a moment between a question and its answer. */
export interface Crash {
  aimAt(worker: Worker): void
  /** Called with every question before it is answered. */
  strike(question: Question): Promise<void>
  /** The process that was killed; null until it is. */
  readonly killed: number | null
}

export function createCrash(isTheMoment: (question: Question) => boolean): Crash {
  let target: Worker | null = null
  let killed: number | null = null
  return {
    aimAt(worker) {
      target = worker
    },
    async strike(question) {
      if (target === null || killed !== null || !isTheMoment(question)) return
      killed = target.pid
      await target.kill()
    },
    get killed() {
      return killed
    },
  }
}
