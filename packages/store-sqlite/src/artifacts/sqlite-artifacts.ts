import { hash as digest } from 'node:crypto'
import { join } from 'node:path'
import type { ArtifactStore } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { checkRunName } from '../journal/run-name.ts'
import { createArtifactIndex } from './artifact-index.ts'
import { storedBody } from './body.ts'
import { createBodyFiles, type BodyFiles } from './body-files.ts'
import { createRedactor } from './redact.ts'

export interface SqliteArtifactsOptions {
  readonly database: Database
  readonly directory: string
  readonly secrets: readonly string[]
  /** Bytes of one artifact. */
  readonly limit: number
}

/** Bodies as files named after their hash, their names in the database. */
export function createSqliteArtifacts({ database, directory, secrets, limit }: SqliteArtifactsOptions): ArtifactStore {
  const index = createArtifactIndex(database)
  const rules = { redact: createRedactor(secrets), limit }
  const filesOf = (run: string): BodyFiles => {
    checkRunName(run)
    return createBodyFiles(join(directory, run))
  }
  return {
    contract: 1,
    async put(run, { name, mediaType, body }) {
      database.requireWritable()
      const bytes = storedBody(body, mediaType, rules)
      const reference = { hash: digest('sha256', bytes, 'hex'), bytes: bytes.length, mediaType, name }
      await filesOf(run).write(reference.hash, bytes)
      await index.add(run, reference)
      return reference
    },
    get: async (run, hash) => (isHash(hash) ? filesOf(run).read(hash) : null),
    list: (run) => index.list(run),
    async erase(run, keep) {
      database.requireWritable()
      const freed = await filesOf(run).erase(keep)
      await index.removeAllBut(run, keep)
      return freed
    },
  }
}

function isHash(hash: string): boolean {
  return /^[0-9a-f]{64}$/.test(hash)
}
