import type { EventSink } from '@autopack/contracts'
import type { RunStop } from '@autopack/core'
import { createNarrator } from '../narration/narrator.ts'
import type { Shell } from '../shell.ts'
import { jsonLine } from '../terminal/neutralise.ts'

/** Tells a run while it happens: JSON lines on stdout, or progress on stderr. */
export interface Reporter extends EventSink {
  /** The last line of the JSON; nothing else follows it. */
  stop(stop: RunStop): void
}

export function createReporter(shell: Shell, json: boolean): Reporter {
  const narrator = createNarrator(shell.symbols)
  return json
    ? {
        emit: (_run, event) => shell.stdout.write(jsonLine(event)),
        stop: (stop) => shell.stdout.write(jsonLine({ type: 'stop', ...stop })),
      }
    : {
        emit: (_run, event) => shell.err.print(narrator.tell(event)),
        stop: () => {},
      }
}
