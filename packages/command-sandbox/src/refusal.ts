import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { CommandSpecification } from '@autopack/contracts'

/** Why a specification cannot be carried out as it stands, and what would be accepted; null when it can. */
export function refusal(command: CommandSpecification): string | null {
  const folders = [command.cwd, ...command.writable]
  const wrong = folders.find((folder) => !isFolder(folder))
  if (wrong !== undefined) return `${wrong} is not an existing folder with an absolute path: create it, or correct the command's folders.`
  const relative = command.readable.find((folder) => !isAbsolute(folder))
  if (relative !== undefined) return `${relative} is not an absolute path: readable folders are named from the root.`
  const texts = [...command.argv, ...Object.entries(command.env).flat()]
  if (texts.some((text) => text.includes('\0'))) return 'An argument or variable holds a NUL character, which no process can be given: remove it.'
  return null
}

function isFolder(path: string): boolean {
  try {
    return isAbsolute(path) && statSync(path).isDirectory()
  } catch {
    return false
  }
}
