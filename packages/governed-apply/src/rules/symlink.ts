import { deny, type Rule } from './rule.ts'

/** A link reads and writes somewhere else; removing one is fine. */
export const symlink: Rule = {
  name: 'symlink',
  judge: ({ changes }) =>
    changes.filter(({ after }) => after?.mode === '120000').map(({ path }) => deny(path, `${path} would be a symbolic link; write the file itself`, null)),
}
