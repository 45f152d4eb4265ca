import type { Stage } from './stage/stage.ts'

/** Shows things of the surface at work: what they change, and that without them it would be otherwise. */
export interface Showing {
  /** The names of what is shown. */
  readonly reaches: readonly string[]
  readonly show: (stage: Stage) => Promise<void>
}

/** Showings of one subject, by the sentence that each of them proves. */
export interface Theme {
  readonly subject: string
  readonly showings: Readonly<Record<string, Showing>>
}

export function shows(reaches: readonly string[], show: Showing['show']): Showing {
  return { reaches, show }
}
