import { fileRule } from './file-rule.ts'
import { isMeasured } from './measured.ts'

/** A file that becomes several times as long holds something that belongs into another. */
export const growth = fileRule('growth', (file, request) => {
  const { growth: limit } = request.policy.limits
  if (limit === undefined || !isMeasured(file, request)) return null
  const [before, after] = [file.before.lines.length, file.after.lines.length]
  return after > before * limit ? `${file.path} would grow from ${before} to ${after} lines, more than ${limit} times; put the new part into files of its own` : null
})
