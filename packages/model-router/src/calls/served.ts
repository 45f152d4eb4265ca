/**
 * Whether the model that answered is the one that was asked: the same name, or the name with a release (`-2025-08-07`, `-0613`,
 * `@20250514`, `:latest`). A longer name of another model (`gpt-4o-mini` for `gpt-4o`) is not, nor is no name at all.
 */
export function servedAsAsked(asked: string, served: string): boolean {
  if (!served.toLowerCase().startsWith(asked.toLowerCase())) return false
  return /^$|^[-@:]\d[\d.-]*$|^:latest$/.test(served.slice(asked.length))
}
