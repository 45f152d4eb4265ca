/** Why a path may not be changed, or null. Lexical: nothing is looked up. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'a path is empty'
  const quoted = JSON.stringify(path)
  if (/[\p{Cc}\\]/u.test(path)) return `${quoted} holds a control character or a backslash`
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return `${quoted} is absolute; paths are relative to the repository`
  const segments = path.split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return `${quoted} is not normal; no empty, \`.\` or \`..\` segments`
  if (segments.some(isGit)) return `${quoted} lies in git's own folder`
  return null
}

/** `.git` as any file system may spell it: other cases, trailing dots and blanks, ignorable characters, the 8.3 name. */
function isGit(segment: string): boolean {
  const plain = segment.normalize('NFKC').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').replace(/[. ]+$/, '').toLowerCase()
  return plain === '.git' || /^git~\d+$/.test(plain)
}
