import { deny, liftedBy, liftRemedy, type Rule } from './rule.ts'

/** A repository inside the repository: its content would escape every rule. */
export const gitlink: Rule = {
  name: 'gitlink',
  judge: ({ changes, request }) => {
    const isLifted = liftedBy(request, 'gitlink')
    return changes
      .filter(({ path, before, after }) => (before?.mode === '160000' || after?.mode === '160000') && !isLifted(path))
      .map(({ path }) => deny(path, `${path} is a git repository of its own (a submodule); remove its .git folder so that its files are seen`, liftRemedy('gitlink')))
  },
}
