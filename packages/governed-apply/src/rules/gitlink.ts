import { deny, type Rule } from './rule.ts'

/** A repository inside the repository: its content would escape every rule. */
export const gitlink: Rule = {
  name: 'gitlink',
  judge: ({ changes }) =>
    changes
      .filter(({ before, after }) => before?.mode === '160000' || after?.mode === '160000')
      .map(({ path }) => deny(path, `${path} is a git repository of its own (a submodule); remove its .git folder so that its files are seen`, null)),
}
