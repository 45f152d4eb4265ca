import type { SecretLintCore } from './secretlint.ts'

export interface FoundSecret {
  /** From 1. */
  readonly line: number
  /** What kind it is, in words; never the secret itself. */
  readonly kind: string
  /** The text found, for comparing two versions of a file only. */
  readonly secret: string
}

let loaded: Promise<SecretLintCore> | null = null

/** What secretlint's recommended rules find in a text. Loads them when the first text comes. */
export async function findSecrets(path: string, text: string): Promise<readonly FoundSecret[]> {
  loaded ??= import('./secretlint.ts').then(({ secretlint }) => secretlint)
  const lint = await loaded
  return lint(path, text)
}
