import type { Session } from './session.ts'

const pollMs = 250

/** While an effect runs, a cancel ends it early instead of waiting for it. Reads only: intake consumes the signal afterwards. */
export function watchSignals(session: Session, outer: AbortSignal): { readonly signal: AbortSignal; stop(): void } {
  const cancelled = new AbortController()
  const stopped = new AbortController()
  const { journal, clock } = session.parts

  const watch = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await clock.sleep(pollMs, stopped.signal)
      const signals = await journal.signals(session.run)
      if (signals.some((signal) => signal.name === 'cancel')) return cancelled.abort(new Error('cancelled'))
    }
  }
  // a failing look is not the effect's failure: the next append meets the same store and says so
  watch().catch(() => undefined)
  return { signal: AbortSignal.any([outer, cancelled.signal]), stop: () => stopped.abort() }
}
