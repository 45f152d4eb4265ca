import type { CommitRequest, ObjectId } from '@autopack/contracts'
import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RepositoryScope } from './repository-scope.ts'

export interface ObjectWriter {
  /** Bodies as they are, without filters; ids in the order given. */
  blobs(bodies: readonly Uint8Array[]): Promise<readonly ObjectId[]>
  /** Deterministic: the bytes of the commit depend on the request alone. */
  commit(request: CommitRequest): Promise<ObjectId>
}

/** A `git hash-object` for each type, which stays; a body lies in a file that only its user may read while git reads it. */
export function createObjectWriter(scope: RepositoryScope): ObjectWriter {
  const hash = {
    blob: scope.standing({ args: ['hash-object', '-w', '--no-filters', '--stdin-paths'] }),
    commit: scope.standing({ args: ['hash-object', '-t', 'commit', '-w', '--stdin-paths'], always: true }),
  }
  const write = async (type: 'blob' | 'commit', bodies: readonly (Uint8Array | string)[]): Promise<readonly ObjectId[]> => {
    if (bodies.length === 0) return []
    const files = bodies.map(() => join(tmpdir(), `autopack-object-${randomUUID()}`))
    try {
      // few and small: to wait for such calls takes longer than they do
      for (const [index, file] of files.entries()) writeFileSync(file, bodies[index] ?? '', { flag: 'wx', mode: 0o600 })
      return await Promise.all(files.map((file) => hash[type].ask(`${file}\n`, (output) => output.line())))
    } finally {
      for (const file of files) rmSync(file, { force: true })
    }
  }
  return {
    blobs: (bodies) => write('blob', bodies),
    commit: async (request) => (await write('commit', [commitText(request)])).join(''),
  }
}

function commitText({ tree, parents, author, at, message }: CommitRequest): string {
  const person = `${identityText(author.name)} <${identityText(author.email)}> ${Math.floor(at)} +0000`
  const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${person}`, `committer ${person}`]
  return `${headers.join('\n')}\n\n${message.replaceAll('\0', '').trimEnd()}\n`
}

function identityText(text: string): string {
  return text.replaceAll(/[<>\n\r\0]/g, '').trim() || 'autopack'
}
