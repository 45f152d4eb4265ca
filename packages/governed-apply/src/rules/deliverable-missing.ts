import { plainPath } from '../paths/normal-path.ts'
import { deny, type Rule } from './rule.ts'

/** Files the phase promises must be in the resulting tree, changed or not. */
export const deliverableMissing: Rule = {
  name: 'deliverable-missing',
  judge: async ({ request, changes, tree, repository }) => {
    const written = new Map(changes.map(({ path, after }) => [path, after]))
    const paths = request.deliverables.map(plainPath).filter((path) => !isFile(written.get(path)?.mode))
    const entries = await repository.entries(tree, paths)
    return paths
      .filter((_, index) => !isFile(entries[index]?.mode))
      .map((path) => deny(path, `the deliverable ${path} is not there; write it, and check that .gitignore does not match it`, 'take it off the phase’s deliverables'))
  },
}

function isFile(mode: string | undefined): boolean {
  return mode === '100644' || mode === '100755'
}
