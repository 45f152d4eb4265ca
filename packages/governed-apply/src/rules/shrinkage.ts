import { fileRule } from './file-rule.ts'
import { isMeasured, percent } from './measured.ts'

/** A file that lost most of its lines was more likely cut off than cleaned up. */
export const shrinkage = fileRule('shrinkage', (file, request) => {
  const { shrinkage: limit } = request.policy.limits
  if (limit === undefined || !isMeasured(file, request)) return null
  const [before, after] = [file.before.lines.length, file.after.lines.length]
  const share = (before - after) / before
  return share > limit ? `${file.path} would shrink from ${before} to ${after} lines (${percent(share)} gone, the limit is ${percent(limit)}); keep what the goal does not ask to remove` : null
})
