import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildBundle } from './trial/build-bundle.ts'

/** What a bench may use. */
export interface Place {
  /** Absolute path of the bundled command line, built from the sources as they are. */
  bundle(): Promise<string>
  /** Gives work an empty folder in the host's temporary one and removes it afterwards. */
  inFolder<T>(work: (folder: string) => Promise<T>): Promise<T>
}

/** Inside the workspace: a bundle finds what is installed beside it from where it lies. */
const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))

export async function withPlace<T>(use: (place: Place) => Promise<T>): Promise<T> {
  mkdirSync(cache, { recursive: true })
  return inFolderOf(cache, (folder) => {
    let bundle: Promise<string> | null = null
    return use({
      bundle: () => (bundle ??= buildBundle(join(folder, 'bundle'))),
      inFolder: (work) => inFolderOf(tmpdir(), work),
    })
  })
}

async function inFolderOf<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(parent, 'autopack-bench-')))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
