import { fileRule } from './file-rule.ts'
import { isMeasured, percent } from './measured.ts'

/** A small fix replaces little of a file. Which categories are small fixes is the policy's to say; lines that only moved do not count. */
export const churn = fileRule('churn', (file, request) => {
  const { churn: limit } = request.policy.limits
  const isSmallFix = limit?.categories.includes(request.category ?? '') === true
  if (limit === undefined || !isSmallFix || !isMeasured(file, request)) return null
  const share = replaced(file.before.lines, file.after.lines) / file.before.lines.length
  return share > limit.share ? `${file.path} would have ${percent(share)} of its lines replaced, the limit for a small fix (${request.category}) is ${percent(limit.share)}; change only what the goal needs` : null
})

/** How many lines of one text the other does not have. */
function replaced(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>()
  for (const line of after) left.set(line, (left.get(line) ?? 0) + 1)
  return before.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  }).length
}
