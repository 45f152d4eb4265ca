import { closeSync, openSync, readSync } from 'node:fs'
import { findExecutable, type FoundExecutable } from './find-executable.ts'

/**
 * The program that the `#!` line of a script names, `/usr/bin/env` looked through; null for anything but a script.
 * A missing one is said here, because the kernel would call the script itself missing.
 */
export function findInterpreter(script: string, cwd: string, path: readonly string[]): FoundExecutable | null {
  const words = shebang(script)
  const program = words[0]
  if (program === undefined) return null
  const direct = findExecutable(program, cwd, path)
  const named = program.endsWith('/env') ? programOfEnv(words.slice(1)) : undefined
  const found = direct.kind === 'found' && named !== undefined ? findExecutable(named, cwd, path) : direct
  return found.kind === 'found' ? found : { kind: 'missing', message: `The first line of ${script} names an interpreter that cannot be run. ${found.message}` }
}

/** The word that env runs: what its options take and the variables it sets come before it. */
function programOfEnv(words: readonly string[]): string | undefined {
  const [word, ...rest] = words
  if (word === undefined || !(word.startsWith('-') || word.includes('='))) return word
  return programOfEnv(takingNext.test(word) ? rest.slice(1) : rest)
}

/** Options of env whose value is the next word. */
const takingNext = /^(?:-[iv0S]*[uCa]|--(?:unset|chdir|argv0))$/

function shebang(file: string): readonly string[] {
  const line = /^#![ \t]*([^\n]*)/.exec(firstBytes(file))?.[1]
  return line === undefined ? [] : line.trim().split(/\s+/)
}

/** Empty for a program that may be run but not read. */
function firstBytes(file: string): string {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const bytes = Buffer.alloc(256)
      return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}
