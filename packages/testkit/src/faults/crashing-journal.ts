import type { Journal } from '@autopack/contracts'

export interface CrashPoint {
  /** The first append is 1; every call counts, whatever becomes of it. */
  readonly at: number
  /** `after`: what was appended is durable, the caller never learns it. */
  readonly when: 'before' | 'after'
  /** Default: SIGKILL to this process. If it returns, the caller never gets an answer. */
  readonly die?: () => void
}

/** The journal of a process that dies at its nth append. All other members are those of `journal`. */
export function crashingJournal(journal: Journal, { at, when, die = killSelf }: CrashPoint): Journal {
  let appends = 0
  const dead = (): Promise<never> => {
    die()
    return new Promise<never>(() => undefined)
  }
  return {
    ...journal,
    async append(...input) {
      appends += 1
      const dies = appends === at
      if (dies && when === 'before') return dead()
      const result = await journal.append(...input)
      return dies ? dead() : result
    },
  }
}

function killSelf(): void {
  process.kill(process.pid, 'SIGKILL')
}
