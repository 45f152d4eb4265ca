/** One line of `autopack check`. `problem` means that nothing can be built here until it is mended; `hint` that something is missing for some plans. */
export interface Finding {
  readonly verdict: 'ok' | 'hint' | 'problem'
  readonly subject: string
  readonly message: string
  /** What to do about it; empty where nothing is to be done. */
  readonly remedies: readonly string[]
}

export function fine(subject: string, message: string): Finding {
  return { verdict: 'ok', subject, message, remedies: [] }
}
