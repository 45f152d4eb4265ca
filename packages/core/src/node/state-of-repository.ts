import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AutopackError } from '@autopack/contracts'

/** A folder of state with the runs of one repository: those of another name commits that this one does not have. */
export interface StateOfRepository {
  /** Says whose it is, once it exists. */
  claim(): Promise<void>
}

/** Throws `AUTOPACK_STATE_OF_ANOTHER_REPOSITORY`. A repository that is no longer where it was may have been moved here. */
export async function stateOfRepository(directory: string, commonDirectory: string): Promise<StateOfRepository> {
  const file = join(directory, 'repository')
  const owner = await readFile(file, 'utf8').catch(() => null)
  if (owner !== null && owner !== commonDirectory && existsSync(owner)) throw ofAnother(directory, owner)
  return {
    claim: async () => {
      if (owner !== commonDirectory) await writeFile(file, commonDirectory)
    },
  }
}

function ofAnother(directory: string, owner: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_STATE_OF_ANOTHER_REPOSITORY',
    message: `${directory} keeps the runs of the repository ${owner}: name another folder with --state, or leave it out to keep them in this repository’s own git directory.`,
    details: { directory, owner },
  })
}
