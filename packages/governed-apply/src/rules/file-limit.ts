import { deny, type Rule } from './rule.ts'

/** More files than a person would read. */
export const fileLimit: Rule = {
  name: 'file-limit',
  judge: ({ changes, request }) => {
    const { files } = request.policy.limits
    if (changes.length <= files) return []
    return [deny(null, `the change touches ${changes.length} files, the limit is ${files}; make it smaller or split the phase`, 'raise limits.files of the policy')]
  },
}
