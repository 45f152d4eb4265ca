import { readFileSync } from 'node:fs'

const from = 'packages/git-workspace/src/workspace'
const files = ['remove-folder.ts', 'take-turns.ts']

/** One remover for whatever somebody hostile has written, in two packages that may not import each other. */
export function generate() {
  return Object.fromEntries(files.map((file) => [`packages/command-sandbox/src/environment/${file}`, `// copied from ${from}/${file} by tools/generate/generators/remove-folder.mjs\n${readFileSync(`${from}/${file}`, 'utf8')}`]))
}
