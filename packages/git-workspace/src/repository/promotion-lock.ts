import { AutopackError } from '@autopack/contracts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Runs `work` while no other process promotes in this repository. The system frees the lock when its holder dies. */
export async function withPromotionLock<T>(commonDirectory: string, work: () => Promise<T>): Promise<T> {
  const { DatabaseSync } = await import('node:sqlite')
  const folder = join(commonDirectory, 'autopack')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(folder, 'promote.lock'))
  try {
    try {
      database.exec('BEGIN EXCLUSIVE')
    } catch (cause) {
      throw locked(commonDirectory, cause)
    }
    return await work()
  } finally {
    database.close()
  }
}

function locked(commonDirectory: string, cause: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_REPOSITORY_LOCKED',
    message: `another promotion holds ${commonDirectory}; try again when it has ended`,
    details: { commonDirectory },
    cause,
  })
}
