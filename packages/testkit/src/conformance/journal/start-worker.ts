import { startWorker, type Worker } from '../start-worker.ts'
import type { JournalProcesses } from './journal-subject.ts'
import type { WorkerScript } from './journal-worker.ts'

export function startJournalWorker({ module, execArgv }: JournalProcesses, script: Omit<WorkerScript, 'module'>): Worker {
  return startWorker({ url: entry(), run: 'runJournalWorker', execArgv }, { ...script, module: module.href })
}

/** This package as a child finds it: the worker's source, or the bundle that both are in. */
function entry(): string {
  return import.meta.url.endsWith('.ts') ? new URL('./journal-worker.ts', import.meta.url).href : import.meta.url
}
