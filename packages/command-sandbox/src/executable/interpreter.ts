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
  const named = program.endsWith('/env') ? words.slice(1).find((word) => !word.startsWith('-') && !word.includes('=')) : undefined
  const found = direct.kind === 'found' && named !== undefined ? findExecutable(named, cwd, path) : direct
  return found.kind === 'found' ? found : { kind: 'missing', message: `The first line of ${script} names an interpreter that cannot be run. ${found.message}` }
}

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
