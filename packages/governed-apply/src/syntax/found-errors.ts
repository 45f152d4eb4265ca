export interface FoundErrors {
  readonly count: number
  /** `line` from 1. */
  readonly first: { readonly line: number; readonly message: string } | null
}
