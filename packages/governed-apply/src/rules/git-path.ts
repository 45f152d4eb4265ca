import { holdsGitName } from '../paths/git-name.ts'
import { normalPath } from '../paths/normal-path.ts'
import { deny, type PathRule } from './rule.ts'

/** `.git` in any spelling, whatever a policy says. */
export const gitPath: PathRule = {
  name: 'git-path',
  judge: () => (path) => (holdsGitName(normalPath(path)) ? deny(path, `${path} is git's own folder to some file system; nothing may write there`, null) : null),
}
