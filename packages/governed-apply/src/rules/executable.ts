import { deny, liftedBy, liftRemedy, type Rule } from './rule.ts'

/** A new right to be executed. A file that had it keeps it. */
export const executable: Rule = {
  name: 'executable',
  judge: ({ changes, request }) => {
    const isLifted = liftedBy(request, 'executable')
    return changes
      .filter(({ path, before, after }) => after?.mode === '100755' && before?.mode !== '100755' && !isLifted(path))
      .map(({ path }) => deny(path, `${path} would become executable; leave its mode as it is (chmod -x) and run it by its interpreter`, liftRemedy('executable')))
  },
}
