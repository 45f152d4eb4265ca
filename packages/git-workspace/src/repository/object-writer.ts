import type { CommitRequest, ObjectId } from '@autopack/contracts'
import type { RepositoryScope } from './repository-scope.ts'
import { createWaitingBodies } from './waiting-bodies.ts'

export interface ObjectWriter {
  /** Bodies as they are, without filters; ids in the order given. */
  blobs(bodies: readonly Uint8Array[]): Promise<readonly ObjectId[]>
  /** Deterministic: the bytes of the commit depend on the request alone. */
  commit(request: CommitRequest): Promise<ObjectId>
}

/** A `git hash-object` for each type, which stays and reads each body from a file. */
export function createObjectWriter(scope: RepositoryScope): ObjectWriter {
  const waiting = createWaitingBodies(scope.location.commonDirectory)
  const hash = {
    blob: scope.standing({ args: ['hash-object', '-w', '--no-filters', '--stdin-paths'] }),
    commit: scope.standing({ args: ['hash-object', '-t', 'commit', '-w', '--stdin-paths'], always: true }),
  }
  const write = async (type: 'blob' | 'commit', bodies: readonly (Uint8Array | string)[]): Promise<readonly ObjectId[]> => {
    if (bodies.length === 0) return []
    return waiting.during(bodies, (files) => Promise.all(files.map((file) => hash[type].ask(`${file}\n`, (output) => output.line()))))
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
