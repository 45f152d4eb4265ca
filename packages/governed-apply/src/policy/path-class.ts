import type { ChangePolicy, PathVerdict } from '@autopack/contracts'
import { normalPath, plainPath } from '../paths/normal-path.ts'
import { pathMatcher, type PathMatcher } from '../paths/path-matcher.ts'

export interface ClassifiedPath {
  readonly className: string
  readonly verdict: PathVerdict
  /** The class asks, and the project's `allowPaths` grants it. */
  readonly granted: boolean
}

type PolicyClass = Omit<ChangePolicy['classes'][number], 'globs'>

const unclassified: PolicyClass = { name: 'unclassified', verdict: 'ask' }

type PathClassifier = (path: string) => ClassifiedPath

/** A policy has hundreds of globs and is asked of every phase and every change: each is compiled once. */
const compiled = new WeakMap<ChangePolicy, PathClassifier>()

/** What a policy says of a path. The name as it stands and its normal form are both looked up; the stricter answer counts. */
export function pathClassifier(policy: ChangePolicy): PathClassifier {
  const classifier = compiled.get(policy) ?? compile(policy)
  compiled.set(policy, classifier)
  return classifier
}

function compile(policy: ChangePolicy): PathClassifier {
  const classes = policy.classes.map(({ globs, ...entry }) => ({
    ...entry,
    exact: pathMatcher(globs, { ignoreCase: false }),
    folded: pathMatcher(globs, { ignoreCase: true }),
  }))
  const grants = pathMatcher(policy.allowPaths, { ignoreCase: false })
  const first = (matches: (entry: { exact: PathMatcher; folded: PathMatcher }) => boolean): PolicyClass => classes.find(matches) ?? unclassified

  return (path) => {
    const plain = plainPath(path)
    const [exact, folded] = [first((entry) => entry.exact(plain)), first((entry) => entry.folded(withoutStreams(normalPath(path))))]
    const { name, verdict, locked } = strictness(folded) > strictness(exact) ? folded : exact
    return { className: name, verdict, granted: verdict === 'ask' && locked !== true && grants(plain) }
  }
}

/** To Windows, `package.json:x` is a part of `package.json`. */
function withoutStreams(normal: string): string {
  return normal.replaceAll(/:[^/]*/g, '')
}

function strictness({ verdict, locked }: PolicyClass): number {
  return ['allow', 'ask', 'deny'].indexOf(verdict) + (locked === true ? 0.5 : 0)
}
