import { deny, type Rule } from './rule.ts'

/** A new right to be executed. A file that had it keeps it. */
export const executable: Rule = {
  name: 'executable',
  judge: ({ changes }) =>
    changes
      .filter(({ before, after }) => after?.mode === '100755' && before?.mode !== '100755')
      .map(({ path }) => deny(path, `${path} would become executable; leave its mode as it is (chmod -x) and run it by its interpreter`, null)),
}
