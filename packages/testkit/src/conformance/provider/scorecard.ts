import type { ResetForm } from '../../model/model-faults.ts'
import type { ProviderCapabilities, ProviderCase } from './provider-subject.ts'

export interface Scorecard {
  readonly passed: number
  readonly total: number
  /** `problem`: null where the promise is kept. */
  readonly lines: readonly { readonly topic: string; readonly name: string; readonly problem: string | null }[]
  /** What the provider does not claim, in words. */
  readonly notClaimed: readonly string[]
}

/** Runs the cases one after the other. Never rejects. */
export async function scoreCases(cases: readonly ProviderCase[], capabilities: ProviderCapabilities): Promise<Scorecard> {
  const lines: Scorecard['lines'][number][] = []
  for (const { topic, name, run } of cases) {
    const problem = await run().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    lines.push({ topic, name, problem })
  }
  return { passed: lines.filter(({ problem }) => problem === null).length, total: lines.length, lines, notClaimed: notClaimedOf(capabilities) }
}

/** A table for a terminal or a README: a line a topic, then what failed and what is not claimed. */
export function formatScorecard({ passed, total, lines, notClaimed }: Scorecard): string {
  const topics = Object.entries(Object.groupBy(lines, ({ topic }) => topic)).map(([topic, of = []]) => `${topic.padEnd(10)} ${of.filter(({ problem }) => problem === null).length}/${of.length}`)
  const problems = lines.flatMap(({ topic, name, problem }) => (problem === null ? [] : [`✗ ${topic}: ${name}\n    ${problem.replaceAll('\n', '\n    ')}`]))
  return [...topics, `${'all'.padEnd(10)} ${passed}/${total}`, ...problems, ...notClaimed.map((what) => `– not claimed: ${what}`)].join('\n')
}

export const everyResetForm: readonly ResetForm[] = ['usual', 'seconds', 'milliseconds', 'date', 'own']

function notClaimedOf({ resetForms, refusals, served, scopes, responseIds, totals, earlyUsage }: ProviderCapabilities): string[] {
  const missing = everyResetForm.filter((form) => !resetForms.includes(form))
  return [
    ...(missing.length === 0 ? [] : [`resets told in ${missing.join(', ')}`]),
    ...(refusals ? [] : ['refusals told from empty and filtered answers']),
    ...(served ? [] : ['the model that served']),
    ...(scopes ? [] : ['whose a limit is']),
    ...(responseIds ? [] : ['what an answer is called']),
    ...(totals ? [] : ['what an answer has used in all']),
    ...(earlyUsage ? [] : ['what an answer had used that was given up']),
  ]
}
