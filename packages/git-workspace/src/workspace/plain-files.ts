import { chmodSync, lstatSync, readdirSync, unlinkSync, type Dirent } from 'node:fs'
import { takeTurns } from './take-turns.ts'

const setIds = 0o6000
const separator = Buffer.from('/')

/** Takes out of a folder what others must not be given a copy of: pipes, sockets and devices, and what makes a file run as another user. */
export async function leavePlainFiles(root: string): Promise<void> {
  const pending = [Buffer.from(root)]
  const othersTurn = takeTurns()
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
      const path = Buffer.concat([folder, separator, entry.name])
      if (entry.isDirectory()) pending.push(path)
      else if (!isPlain(entry, path)) unlinkSync(path)
    }
    await othersTurn()
  }
}

/** A file with several names is another's as well: it goes rather than that it is changed. */
function isPlain(entry: Dirent<Buffer>, path: Buffer): boolean {
  if (entry.isSymbolicLink()) return true
  if (!entry.isFile()) return false
  const { mode, nlink } = lstatSync(path)
  if ((mode & setIds) === 0) return true
  if (nlink === 1) chmodSync(path, mode & 0o1777)
  return nlink === 1
}
