import type { JournalEvent } from '@autopack/contracts'

/** What a run does that must not be done twice, each as what it was done to. */
export interface Work {
  readonly commits: readonly string[]
  readonly ciRuns: readonly string[]
  readonly calls: readonly string[]
}

/** What was done before a moment, and what of that was begun again after it. */
export interface Repetition {
  readonly before: Work
  readonly again: Work
}

export function findRepetition(events: readonly JournalEvent[], lastSeqBefore: number): Repetition {
  const before = workOf(events.filter(({ seq }) => seq <= lastSeqBefore))
  const after = workOf(events.filter(({ seq }) => seq > lastSeqBefore))
  const again = (kind: keyof Work): readonly string[] => after[kind].filter((done) => before[kind].includes(done))
  return { before, again: { commits: again('commits'), ciRuns: again('ciRuns'), calls: again('calls') } }
}

/** Whether nothing was begun again but the one call that had no answer yet. */
export function isSpared({ again }: Repetition): boolean {
  return again.commits.length === 0 && again.ciRuns.length === 0 && again.calls.length <= 1
}

function workOf(events: readonly JournalEvent[]): Work {
  const effects = events.flatMap((event) => (event.type === 'effect-start' ? [event.data] : []))
  return {
    commits: effects.flatMap((effect) => (effect.kind === 'snapshot' ? [effect.input.commit] : [])),
    ciRuns: effects.flatMap((effect) => (effect.kind === 'ci' || effect.kind === 'baseline' ? [effect.input.commit] : [])),
    calls: events.flatMap((event) => (event.type === 'call-start' ? [event.data.request.hash] : [])),
  }
}
