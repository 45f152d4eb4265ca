import type { EventSink } from '@autopack/contracts'

/** By then the commands of a baseline have been started, and loading keeps nobody waiting. */
const untilStartedMs = 40

/** Has parts load what they will need, SDKs, parsers and git, while the baseline is measured: loading one takes longer than many a call of it. */
export function loadAhead(parts: readonly { load?(): void }[], sink: EventSink | undefined): EventSink {
  const load = (): void => {
    for (const part of parts) part.load?.()
  }
  return {
    emit(run, event) {
      sink?.emit(run, event)
      if (event.type === 'effect-start' && event.data.kind === 'baseline') setTimeout(load, untilStartedMs).unref()
    },
  }
}
