import type { RepositoryIdentity } from '@autopack/contracts'
import { createGit, type GitProgram } from '../git/git.ts'
import { createDifferences, type ReadDifference } from './difference.ts'
import { locateRepository, type RepositoryLocation } from './locate-repository.ts'
import { createObjectReader, type ObjectReader } from './object-reader.ts'
import { createObjectWriter, type ObjectWriter } from './object-writer.ts'
import { createRefMover, type RefMover } from './refs.ts'
import { createRepositoryScope, type RepositoryScope } from './repository-scope.ts'
import { createTreeReader, type TreeReader } from './tree-reader.ts'
import { createTreeWriter, type TreeWriter } from './tree-writer.ts'

/** What reads and writes one repository, over commands that are started once. */
export interface RepositoryParts {
  readonly scope: RepositoryScope
  readonly objects: ObjectReader
  readonly trees: TreeReader
  readonly writer: ObjectWriter
  readonly treeWriter: TreeWriter
  readonly difference: ReadDifference
  readonly refs: RefMover
}

const known = new WeakMap<RepositoryIdentity, RepositoryParts>()

export function createRepositoryParts(program: GitProgram, location: RepositoryLocation): RepositoryParts {
  const scope = createRepositoryScope(program, location)
  const objects = createObjectReader(scope)
  const trees = createTreeReader(objects)
  return {
    scope,
    objects,
    trees,
    writer: createObjectWriter(scope),
    treeWriter: createTreeWriter(scope, trees),
    difference: createDifferences(scope, objects, trees),
    refs: createRefMover(scope, objects),
  }
}

/** What others know a repository by. */
export function identify(parts: RepositoryParts): RepositoryIdentity {
  const { root, commonDirectory } = parts.scope.location
  const identity = { root, commonDirectory }
  known.set(identity, parts)
  return identity
}

/** The parts of a repository that was opened here; for an identity that somebody else has made, parts of its own. */
export async function partsOf(program: GitProgram, identity: RepositoryIdentity): Promise<RepositoryParts> {
  return known.get(identity) ?? createRepositoryParts(program, await locateRepository(createGit(program), identity.root))
}
