import { AutopackError, type Journal, type Clock } from '@autopack/contracts'

export const leaseMs = 30_000

/** Keeps a lease alive until `stop`; aborts `lost` when another process has taken the run over, and not for a store that fails to answer once. */
export function keepLease(options: { readonly journal: Journal; readonly clock: Clock; readonly run: string; readonly epoch: number }): {
  readonly lost: AbortSignal
  stop(): void
} {
  const { journal, clock, run, epoch } = options
  const lost = new AbortController()
  const stopped = new AbortController()

  const beat = async (): Promise<void> => {
    while (!stopped.signal.aborted && !lost.signal.aborted) {
      await clock.sleep(leaseMs / 3, stopped.signal)
      await journal.renew(run, epoch, leaseMs).catch((error: unknown) => {
        if (isFenced(error)) lost.abort(error)
      })
    }
  }
  // ended by `stop`, in the middle of a sleep
  beat().catch(() => undefined)
  return { lost: lost.signal, stop: () => stopped.abort() }
}

export function isFenced(error: unknown): boolean {
  return AutopackError.isInstance(error) && error.code === 'AUTOPACK_FENCED'
}
