import type * as z from 'zod'
import type { Checked } from './describe-plain-issue.ts'
import { describePlainIssue, notAllowed } from './describe-plain-issue.ts'
import type { Path } from './path.ts'
import { valueAt } from './path.ts'
import { kindOf, listNames, phraseOf } from './phrases.ts'
import { didYouMean } from './closest-name.ts'
import type { Finding } from './problem.ts'

/** One schema issue in sentences: what is wrong, what is allowed. `base` is where the issue's own path starts. */
export function describeIssue(issue: z.core.$ZodIssue, checked: Checked, base: Path = []): Finding[] {
  const path = [...base, ...issue.path.filter((segment) => typeof segment !== 'symbol')]
  return issue.code === 'invalid_union' ? describeUnion(issue, path, checked) : describePlainIssue(issue, checked, path)
}

/** Of a union, what is wrong in the member that was meant; when none was, all that is allowed. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, checked: Checked): Finding[] {
  const received = valueAt(checked.input, path)
  if ('options' in issue && Array.isArray(issue.options)) return [notAllowed(received, issue.options, path, checked)]
  const meant = issue.errors.find((member) => member.some(isInside))
  if (meant) return meant.flatMap((inner) => describeIssue(inner, checked, path))
  const members = issue.errors.flat()
  const values = members.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []))
  const kinds = members.flatMap((inner) => (inner.code === 'invalid_type' ? [kindOf(inner.expected)] : []))
  const hint = typeof received === 'string' ? didYouMean(received, values.map(String)) : ''
  const allowed = [...(values.length > 0 ? [listNames(values)] : []), ...kinds].join(' or ')
  return [{ path, message: `${phraseOf(received)} is not allowed${hint}; it must be ${allowed}` }]
}

/** Whether an issue is about something within the member, so that the member itself was meant. */
function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || (issue.code !== 'invalid_type' && issue.code !== 'invalid_value')
}
