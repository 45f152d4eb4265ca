import type { Clock, Ledger } from '@autopack/contracts'
import type { CompiledModel } from '../configuration/tables.ts'

/** How often it is looked whether it is one's turn. */
const pollMs = 250
/** For what a send needs besides the request itself. */
const graceMs = 60_000

/** The call that a send is of: sends of one call follow each other, so it needs one turn. */
export function callOf(send: string): string {
  return send.slice(0, send.lastIndexOf('/'))
}

/** Turns of one call at providers that take only so many requests at a time. */
export interface Turns {
  /** Waits for a turn. `waited`: what was known before may no longer be so. */
  take(model: CompiledModel, signal: AbortSignal): Promise<'at-once' | 'waited' | 'given-up'>
  /** Idempotent. */
  end(): Promise<void>
}

export function createTurns(ledger: Ledger, clock: Clock, call: string): Turns {
  let held: string | null = null
  const end = async (): Promise<void> => {
    if (held !== null) await ledger.release(held, call)
    held = null
  }
  return {
    end,
    async take({ concurrency, turnsKey: key, timeoutMs }, signal) {
      if (held !== null && held !== key) await end()
      if (concurrency === null) return 'at-once'
      for (let tries = 0; ; tries += 1) {
        const permit = await ledger.permit(key, concurrency, call, timeoutMs + graceMs)
        if (permit.kind === 'granted') {
          held = key
          return tries === 0 ? 'at-once' : 'waited'
        }
        if (!(await slept(clock, Math.max(1, Math.min(pollMs, permit.freeAt - clock.now())), signal))) return 'given-up'
      }
    },
  }
}

/** False where the signal came first. */
export async function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, signal).then(
    () => true,
    () => false,
  )
}
