/** True where any segment of a normalised path is `.git` to some file system: itself, its short name, a stream of it. */
export function holdsGitName(normal: string): boolean {
  return normal.split('/').some((segment) => /^(\.git|git~\d+)$/.test(segment.replace(/:.*$/u, '').replace(/[. ]+$/u, '')))
}
