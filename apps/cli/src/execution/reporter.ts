import type { EventSink } from '@autopack/contracts'
import type { RunStop } from '@autopack/core'
import { createNarrator, type Narrator } from '../narration/narrator.ts'
import type { Shell } from '../shell.ts'
import { jsonLine } from '../terminal/neutralise.ts'

/** Tells a run while it happens: JSON lines on stdout, or progress on stderr. */
export interface Reporter extends EventSink {
  /** The last line of a run's JSON; nothing else follows it. */
  stop(run: string, stop: RunStop): void
}

/** `several`: of more runs than one, so that every line of JSON names its own. */
export function createReporter(shell: Shell, json: boolean, several = false): Reporter {
  const named = (run: string): { readonly run?: string } => (several ? { run } : {})
  const narrators = new Map<string, Narrator>()
  const narratorOf = (run: string): Narrator => {
    const narrator = narrators.get(run) ?? createNarrator(shell.symbols)
    narrators.set(run, narrator)
    return narrator
  }
  return json
    ? {
        emit: (run, event) => shell.stdout.write(jsonLine({ ...named(run), ...event })),
        stop: (run, stop) => shell.stdout.write(jsonLine({ ...named(run), type: 'stop', ...stop })),
      }
    : {
        emit: (run, event) => shell.err.print(narratorOf(run).tell(event)),
        stop: () => {},
      }
}
