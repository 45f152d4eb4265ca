/** Where a repository's runs are looked for; as typed. */
export interface Location {
  readonly repo?: string
  readonly state?: string
}

/** Writes a command a person can paste: it reaches the same repository from the same folder. */
export type Invocation = (...words: readonly string[]) => string

export function createInvocation(location: Location): Invocation {
  const where = [...(location.repo === undefined ? [] : ['--repo', location.repo]), ...(location.state === undefined ? [] : ['--state', location.state])]
  return (...words) => ['autopack', ...words, ...where].map(quoted).join(' ')
}

/** As a shell takes it for one word. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
