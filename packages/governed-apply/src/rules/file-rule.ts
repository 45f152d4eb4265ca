import type { JudgeRequest, LiftableRule } from '@autopack/contracts'
import type { ChangedFile, FileBody } from '../content/changed-file.ts'
import type { PythonReader } from '../syntax/python-errors.ts'
import { deny, liftedBy, liftRemedy, type Rule } from './rule.ts'

/** A file that is there afterwards. */
export interface WrittenFile extends ChangedFile {
  readonly after: FileBody
}

/** What is wrong with a written file, or null. */
export type FileJudge = (file: WrittenFile, request: JudgeRequest, python: PythonReader | null) => string | null | Promise<string | null>

/** A rule about the content of each written file by itself, which a plan may lift by naming the path. */
export function fileRule(name: LiftableRule, judge: FileJudge): Rule {
  return {
    name,
    judge: async ({ request, renamed, python }) => {
      const isLifted = liftedBy(request, name)
      const written = (await renamed()).filter((file): file is WrittenFile => file.after !== null && !isLifted(file.path))
      const found = await Promise.all(written.map(async (file) => ({ path: file.path, message: await judge(file, request, python) })))
      return found.flatMap(({ path, message }) => (message === null ? [] : [deny(path, message, liftRemedy(name))]))
    },
  }
}
