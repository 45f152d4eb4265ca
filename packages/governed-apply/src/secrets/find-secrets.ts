import type { SecretLintCore } from './secretlint.ts'
import type { FoundSecret } from './found-secret.ts'

let loaded: Promise<SecretLintCore> | null = null

/** What secretlint's recommended rules find in a text. Loads them when the first text comes. */
export async function findSecrets(path: string, text: string): Promise<readonly FoundSecret[]> {
  loaded ??= import('./secretlint.ts').then(({ secretlint }) => secretlint)
  const lint = await loaded
  return lint(path, text)
}
