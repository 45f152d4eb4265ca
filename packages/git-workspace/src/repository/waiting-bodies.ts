import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unwritable } from '../git/disk-full.ts'

type Body = Uint8Array | string

/** Files in which bodies lie while git reads them. */
export interface WaitingBodies {
  /** Writes bodies to files that only their user may read, and removes them when the work is done. Throws `AUTOPACK_DISK_FULL` or `AUTOPACK_GIT_FAILED`. */
  during<T>(bodies: readonly Body[], work: (files: readonly string[]) => Promise<T>): Promise<T>
}

const folderName = join('autopack', 'bodies')
/** Milliseconds after which nobody can be reading a body any more. */
const forgotten = 3_600_000

/** Names are relative to the common git directory, where git runs: what lies on one volume with the objects fits when they do. */
export function createWaitingBodies(commonDirectory: string): WaitingBodies {
  const folder = join(commonDirectory, folderName)
  let swept = false
  // few and small: to wait for such calls takes longer than they do
  const write = (names: readonly string[], bodies: readonly Body[]): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const [index, name] of names.entries()) writeFileSync(join(folder, name), bodies[index] ?? '', { flag: 'wx', mode: 0o600 })
    if (!swept) removeForgotten(folder, names)
    swept = true
  }
  return {
    during: async (bodies, work) => {
      const names = bodies.map(() => randomUUID())
      try {
        onFolder(folder, () => write(names, bodies))
        return await work(names.map((name) => join(folderName, name)))
      } finally {
        onFolder(folder, () => names.forEach((name) => rmSync(join(folder, name), { force: true })))
      }
    },
  }
}

/** Removes what processes that were killed have left, by the clock of the volume. */
function removeForgotten(folder: string, [own = '']: readonly string[]): void {
  const written = (file: string): number => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
  const now = written(own)
  for (const left of readdirSync(folder)) if (now - written(left) > forgotten) rmSync(join(folder, left), { force: true })
}

function onFolder(folder: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    throw unwritable(folder, cause)
  }
}
