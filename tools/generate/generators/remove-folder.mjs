import { readFileSync } from 'node:fs'

const source = 'packages/git-workspace/src/workspace/remove-folder.ts'

/** One remover for whatever somebody hostile has written, in two packages that may not import each other. */
export function generate() {
  return { 'packages/command-sandbox/src/environment/remove-folder.ts': `// copied from ${source} by tools/generate/generators/remove-folder.mjs\n${readFileSync(source, 'utf8')}` }
}
