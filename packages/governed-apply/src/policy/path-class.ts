import type { ChangePolicy, PathVerdict } from '@autopack/contracts'
import { normalPath, plainPath } from '../paths/normal-path.ts'
import { pathMatcher, type PathMatcher } from '../paths/path-matcher.ts'

export interface ClassifiedPath {
  readonly className: string
  readonly verdict: PathVerdict
  /** The class asks, and the project's `allowPaths` grants it. */
  readonly granted: boolean
}

const strictness: readonly PathVerdict[] = ['allow', 'ask', 'deny']
const unclassified = { name: 'unclassified', verdict: 'ask' } as const

/** What a policy says of a path. The name as it stands and its normal form are both looked up; the stricter answer counts. */
export function pathClassifier(policy: ChangePolicy): (path: string) => ClassifiedPath {
  const classes = policy.classes.map(({ name, globs, verdict }) => ({
    name,
    verdict,
    exact: pathMatcher(globs, { ignoreCase: false }),
    folded: pathMatcher(globs, { ignoreCase: true }),
  }))
  const grants = pathMatcher(policy.allowPaths, { ignoreCase: false })
  const first = (matches: (entry: { exact: PathMatcher; folded: PathMatcher }) => boolean): { name: string; verdict: PathVerdict } => classes.find(matches) ?? unclassified

  return (path) => {
    const [exact, folded] = [first((entry) => entry.exact(path)), first((entry) => entry.folded(normalPath(path)))]
    const stricter = strictness.indexOf(folded.verdict) > strictness.indexOf(exact.verdict) ? folded : exact
    return { className: stricter.name, verdict: stricter.verdict, granted: stricter.verdict === 'ask' && path === plainPath(path) && grants(path) }
  }
}
