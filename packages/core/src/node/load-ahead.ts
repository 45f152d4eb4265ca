import type { EventSink, ModelProvider } from '@autopack/contracts'

/** By then the commands of a baseline have been started, and loading keeps nobody waiting. */
const untilStartedMs = 40

/** Has providers load their SDKs while the baseline is measured: loading one takes longer than many a call. */
export function loadAhead(providers: readonly ModelProvider[], sink: EventSink | undefined): EventSink {
  const load = (): void => {
    for (const provider of providers) provider.load?.()
  }
  return {
    emit(run, event) {
      sink?.emit(run, event)
      if (event.type === 'effect-start' && event.data.kind === 'baseline') setTimeout(load, untilStartedMs).unref()
    },
  }
}
