export interface FoundSecret {
  /** From 1. */
  readonly line: number
  /** What kind it is, in words; never the secret itself. */
  readonly kind: string
  /** The text found, for comparing two versions of a file only. */
  readonly secret: string
}
