import { AutopackError, type ObjectId } from '@autopack/contracts'
import type { ByteReader } from '../git/byte-reader.ts'
import { gitFailure } from '../git/git-failure.ts'
import type { StandingGit } from '../git/standing-git.ts'
import type { RepositoryScope } from './repository-scope.ts'

export interface ObjectHeader {
  readonly id: ObjectId
  readonly type: string
  /** Bytes. */
  readonly size: number
}

export interface StoredObject extends ObjectHeader {
  readonly body: Buffer
}

/** Looks objects up by id or by any name git knows; null for what names none. Sees what was written after it was made. */
export interface ObjectReader {
  contents(name: string): Promise<StoredObject | null>
  /** Without reading the body. */
  header(name: string): Promise<ObjectHeader | null>
}

const largest = 512 * 1024 * 1024

/** One `git cat-file --batch-command` for everything; before git 2.36, which does not know that, two that know one question each. */
export function createObjectReader(scope: RepositoryScope): ObjectReader {
  const standing = (mode: string): StandingGit => scope.standing({ args: ['cat-file', mode] })
  const newer = standing('--batch-command')
  const older = { contents: standing('--batch'), info: standing('--batch-check') }
  let isOlder = false

  const ask = async <T>(question: 'contents' | 'info', name: string, read: (output: ByteReader) => Promise<T>): Promise<T | null> => {
    if (name === '' || /[\n\0]/.test(name)) return null
    if (!isOlder) {
      try {
        return await newer.ask(`${question} ${name}\n`, read)
      } catch (error) {
        if (!isUsageError(error)) throw error
        isOlder = true
      }
    }
    return older[question].ask(`${name}\n`, read)
  }

  return {
    contents: (name) => ask('contents', name, readContents),
    header: (name) => ask('info', name, readHeader),
  }
}

/** `<id> <type> <size>`; anything else says that there is no such object. */
async function readHeader(output: ByteReader): Promise<ObjectHeader | null> {
  const line = await output.line()
  const [, id = '', type = '', size = ''] = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(line) ?? []
  return id === '' ? null : { id, type, size: Number(size) }
}

async function readContents(output: ByteReader): Promise<StoredObject | null> {
  const header = await readHeader(output)
  if (header === null) return null
  if (header.size > largest) throw new Error(`the object ${header.id} has ${header.size} bytes, more than the ${largest} that are read at once`)
  const body = await output.exactly(header.size)
  await output.exactly(1)
  return { ...header, body }
}

function isUsageError(error: unknown): boolean {
  return AutopackError.isInstance(error) && error.details['exitCode'] === 129
}

export function noSuchObject(what: string): AutopackError {
  return gitFailure({ argv: ['cat-file'], exitCode: 0, stderr: `there is no ${what}` })
}
