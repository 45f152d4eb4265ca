import type { ObjectId, Repository, TreeChange } from '@autopack/contracts'
import { normalPath } from '../paths/normal-path.ts'
import { deny, type Rule } from './rule.ts'

/** Names that are one name to some file system, of which the change brings one: who checks such a tree out there loses a file. */
export const nameCollision: Rule = {
  name: 'name-collision',
  judge: async ({ request, changes, tree, repository }) => {
    const left = namesLeft(changes)
    const folders = [...left.keys()]
    const [before, after] = await Promise.all([readNames(repository, request.change.base, folders), readNames(repository, tree, folders)])
    return folders.flatMap((folder) => {
      const known = before.get(folder) ?? new Set()
      const fresh = [...(left.get(folder) ?? [])].filter((name) => !known.has(name))
      return fresh.length === 0 ? [] : collisions(fresh, after.get(folder) ?? new Set()).map(([name, other]) => objection(folder, name, other))
    })
  },
}

/** By folder, the root being `''`: what added paths are called there, and the folders on their way. */
function namesLeft(changes: readonly TreeChange[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>()
  for (const { path, before, after } of changes) {
    if (before !== null || after === null) continue
    const parts = path.split('/')
    for (const [index, name] of parts.entries()) {
      const folder = parts.slice(0, index).join('/')
      names.set(folder, (names.get(folder) ?? new Set()).add(name))
    }
  }
  return names
}

async function readNames(repository: Repository, tree: ObjectId, folders: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await repository.names(tree, folders)
  return new Map(folders.map((folder, index) => [folder, new Set(found[index] ?? [])]))
}

/** Each new name with the first other one that is the same; two new ones are told of once. */
function collisions(fresh: readonly string[], all: ReadonlySet<string>): readonly (readonly [name: string, other: string])[] {
  const alike = Map.groupBy(all, normalPath)
  const told = new Set<string>()
  return fresh.flatMap((name) => {
    const other = alike.get(normalPath(name))?.find((each) => each !== name)
    if (other === undefined || told.has(normalPath(name))) return []
    told.add(normalPath(name))
    return [[name, other] as const]
  })
}

function objection(folder: string, name: string, other: string): ReturnType<typeof deny> {
  const [path, beside] = [name, other].map((each) => (folder === '' ? each : `${folder}/${each}`))
  return deny(path ?? name, `${path} and ${beside} are one name to some file systems; use the name that is there, or take the other away in the same change`, null)
}
