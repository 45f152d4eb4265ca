import { pathClassifier } from '../policy/path-class.ts'
import { ask, deny, type PathRule } from './rule.ts'

/** What the policy's path classes say. A project's grants lift an `ask`, never a `deny`. */
export const protectedPath: PathRule = {
  name: 'protected-path',
  judge: ({ policy }) => {
    const classify = pathClassifier(policy)
    return (path) => {
      const { className, verdict, granted } = classify(path)
      if (verdict === 'deny') return deny(path, `${path} is of class ${className}, which this type of run may not change`, null)
      if (verdict === 'allow' || granted) return null
      return ask(path, `${path} is of class ${className}, which needs a person's approval`, 'name it in policy.allowPaths of .autopack/config.yaml')
    }
  },
}
