import { deny, type Rule } from './rule.ts'

/** Bytes of all files the change writes; deleting is free. */
export const sizeLimit: Rule = {
  name: 'size-limit',
  judge: async ({ changes, request, repository }) => {
    const { changedBytes } = request.policy.limits
    const blobs = changes.flatMap(({ after }) => (after === null || after.mode === '160000' ? [] : [after.blob]))
    const bytes = (await repository.blobSizes(blobs)).reduce((sum, size) => sum + size, 0)
    if (bytes <= changedBytes) return []
    return [deny(null, `the files it writes have ${bytes} bytes together, the limit is ${changedBytes}; make it smaller or split the phase`, 'raise limits.changedBytes of the policy')]
  },
}
