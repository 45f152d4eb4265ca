/** A lesson inside one run. Text is from a template, never from a model. */
export interface Hint {
  readonly phase: string
  readonly attempt: number
  readonly category: string
  readonly scope: readonly string[]
  readonly text: string
  /** `attempt`: a failed attempt of the same phase; `resolved`: a phase that failed and then passed. */
  readonly source: 'attempt' | 'resolved'
}
