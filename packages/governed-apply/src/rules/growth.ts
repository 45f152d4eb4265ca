import { fileRule } from './file-rule.ts'
import { isMeasured } from './measured.ts'

/** A file that becomes several times as long, in lines or on one, holds something that belongs into another. */
export const growth = fileRule('growth', (file, request) => {
  const { growth: limit } = request.policy.limits
  if (limit === undefined || !isMeasured(file, request)) return null
  const [before, after] = [file.before.lines.length, file.after.lines.length]
  const [size, newSize] = [file.before.text.length, file.after.text.length]
  if (newSize > size * limit * 2) return `${file.path} would grow from ${size} to ${newSize} characters, more than ${limit * 2} times; put the new part into files of its own`
  return after > before * limit ? `${file.path} would grow from ${before} to ${after} lines, more than ${limit} times; put the new part into files of its own` : null
})
