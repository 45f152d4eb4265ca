/** The part of `.gitignore` that tests need: names, `*`, folders and a leading slash. Returns `file:line:pattern`, or null. */
export function ignoreRule(gitignore: string, path: string): string | null {
  let found: string | null = null
  for (const [index, line] of gitignore.split('\n').entries()) {
    const pattern = line.trim()
    if (pattern === '' || pattern.startsWith('#')) continue
    if (matches(pattern.replace(/^!/, ''), path)) found = pattern.startsWith('!') ? null : `.gitignore:${index + 1}:${pattern}`
  }
  return found
}

function matches(pattern: string, path: string): boolean {
  const body = pattern.replace(/^\//, '').replace(/\/$/, '')
  const start = pattern.startsWith('/') || body.includes('/') ? '^' : '(^|/)'
  const end = pattern.endsWith('/') ? '/' : '(/|$)'
  const escaped = body.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*')
  return new RegExp(`${start}${escaped}${end}`).test(path)
}
