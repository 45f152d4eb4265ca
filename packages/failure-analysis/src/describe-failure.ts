import type { CiEntryResult, CiResult, CiVerdict, TestCase } from '@autopack/contracts'

const longest = 1_500
const mostTests = 8

/**
 * What a failed CI run says to whoever tries next, at most 1500 characters: the reasons, the failing tests with message and place,
 * and, where no report explains it, the end of the output. The same result gives the same text: durations are left out.
 */
export function describeFailure(result: CiResult, verdict: CiVerdict): string {
  const blamed = new Set(verdict.newFailures)
  const failed = result.entries.flatMap((entry) => entry.report?.cases ?? []).filter((test) => test.status === 'failed' && (blamed.size === 0 || blamed.has(test.name)))
  const sections = [
    verdict.reasons.join('\n'),
    section('Failing tests:', failed.slice(0, mostTests).map(describeTest), failed.length),
    section('Tests that no longer run:', verdict.lostTests.slice(0, mostTests).map((name) => `- ${name}`), verdict.lostTests.length),
    ...(failed.length === 0 ? result.entries.filter(isUnexplained).map(describeOutput) : []),
  ]
  return cut(sections.filter((text) => text !== '').join('\n'), longest)
}

function section(title: string, lines: readonly string[], total: number): string {
  if (lines.length === 0) return ''
  return [title, ...lines, ...(total > lines.length ? [`- … and ${total - lines.length} more`] : [])].join('\n')
}

function describeTest(test: TestCase): string {
  const place = test.file === undefined ? '' : ` (${test.file}${test.line === undefined ? '' : `:${test.line}`})`
  return `- ${cut(test.name, 120)}${place}: ${cut((test.message || 'it says no reason').replaceAll(/\s+/g, ' '), 300)}`
}

function isUnexplained(entry: CiEntryResult): boolean {
  return entry.exitCode !== 0
}

function describeOutput(entry: CiEntryResult): string {
  const output = entry.excerpt.replaceAll(/\b\d+(\.\d+)?\s?(ms|s|seconds)\b|(duration_ms:?) [\d.]+/g, '…').trim()
  return output === '' ? '' : `The output of \`${cut(entry.run.join(' '), 120)}\` ended with:\n${output.slice(-800)}`
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
