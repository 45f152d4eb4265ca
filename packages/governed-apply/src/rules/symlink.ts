import { posix } from 'node:path'
import type { TreeChange } from '@autopack/contracts'
import { holdsGitName } from '../paths/git-name.ts'
import { leavesRepository, normalPath } from '../paths/normal-path.ts'
import { deny, liftedBy, liftRemedy, type Objection, type Rule } from './rule.ts'

/** A link reads and writes somewhere else; removing one is fine. One that leads out of the repository is never allowed. */
export const symlink: Rule = {
  name: 'symlink',
  judge: async ({ changes, request, repository }) => {
    const isLifted = liftedBy(request, 'symlink')
    const links = changes.flatMap(({ path, after, before }) => (isNewLink(before, after) && after !== null ? [{ path, blob: after.blob }] : []))
    const targets = await repository.readBlobs(links.map(({ blob }) => blob))
    return links.flatMap(({ path }, index): readonly Objection[] => {
      const target = Buffer.from(targets[index] ?? Buffer.of()).toString('utf8')
      if (leadsOut(path, target)) return [deny(path, `${path} would be a symbolic link that leads out of the repository or into git's own folder; write the file itself`, null)]
      return isLifted(path) ? [] : [deny(path, `${path} would be a symbolic link; write the file itself`, liftRemedy('symlink'))]
    })
  },
}

function isNewLink(before: TreeChange['before'], after: TreeChange['after']): boolean {
  return after?.mode === '120000' && !(before?.mode === '120000' && before.blob === after.blob)
}

function leadsOut(path: string, target: string): boolean {
  if (leavesRepository(target) && (target.startsWith('/') || /^[A-Za-z]:|\\/.test(target))) return true
  const resolved = posix.join(posix.dirname(path), target)
  return target === '' || climbsAfterName(target) || leavesRepository(resolved) || holdsGitName(normalPath(resolved))
}

/** `up/..` is not where it stands: `up` may be a link to anywhere in the repository, and what is above that is not. */
function climbsAfterName(target: string): boolean {
  const steps = target.split('/').filter((step) => step !== '' && step !== '.')
  return steps.lastIndexOf('..') > steps.findIndex((step) => step !== '..') && steps.some((step) => step !== '..')
}
