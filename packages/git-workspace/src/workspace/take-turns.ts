import { setImmediate } from 'node:timers/promises'

/** Milliseconds after which others get their turn. */
const turn = 20

/** For a loop that may be long: what it returns, called in each round, lets others have their turn when it is time. */
export function takeTurns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since <= turn) return
    await setImmediate()
    since = performance.now()
  }
}
