import { plainPath } from '../paths/normal-path.ts'
import { pathMatcher } from '../paths/path-matcher.ts'
import { deny, type PathRule } from './rule.ts'

/** Only what the phase's scope names, in exactly that spelling. */
export const scope: PathRule = {
  name: 'scope',
  judge: ({ scope: globs }) => {
    const inScope = pathMatcher(globs, { ignoreCase: false })
    return (path) => (inScope(plainPath(path)) ? null : deny(path, `${path} is outside of the phase's scope (${globs.join(', ')})`, 'add the path to the phase’s scope'))
  },
}
