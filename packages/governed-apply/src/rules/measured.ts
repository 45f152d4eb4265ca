import type { JudgeRequest } from '@autopack/contracts'
import type { FileBody } from '../content/changed-file.ts'
import type { WrittenFile } from './file-rule.ts'

/** A rewritten text file that was long enough before for shares of it to mean something. */
export interface MeasuredFile extends WrittenFile {
  readonly before: FileBody
}

export function isMeasured(file: WrittenFile, { policy }: JudgeRequest): file is MeasuredFile {
  const { before, after } = file
  if (before === null || before.isBinary || after.isBinary) return false
  return before.lines.length > 0 && before.lines.length >= (policy.limits.measuredFrom ?? 0)
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
