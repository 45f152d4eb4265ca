import type { ModelRole } from '@autopack/contracts'
import type { CallView, RunView } from '@autopack/core'
import { type Evidence, type LogEntry, textOf } from './log-entry.ts'

/** What the models of one role answered in one attempt. */
export async function logsOfCalls(evidence: Evidence, view: RunView, title: string, which: { readonly phase: string; readonly attempt: number; readonly role: ModelRole }): Promise<readonly LogEntry[]> {
  const calls = Object.values(view.calls).filter(({ phase, attempt, role }) => phase === which.phase && attempt === which.attempt && role === which.role)
  return (await Promise.all(calls.map((call) => logOfCall(evidence, title, call)))).flat()
}

async function logOfCall(evidence: Evidence, title: string, { model, end }: CallView): Promise<readonly LogEntry[]> {
  if (end === null) return []
  const ended = { answered: 'answered', failed: `failed (${end.failure ?? 'unknown'})`, presumed: 'was cut off by a crash' }
  const heading = `${title}: ${model} ${ended[end.ended]}`
  if (end.answer === null) return [{ title: heading, body: 'charged in full, for nobody knows whether it ran' }]
  const kept = await textOf(evidence, end.answer)
  return [{ title: heading, body: kept === null ? null : wordsOf(JSON.parse(kept)) }]
}

/** The words of a kept answer; all of it where it holds none. */
function wordsOf(kept: unknown): string {
  const outcome = field(kept, 'outcome')
  const words = field(outcome, 'text') ?? field(outcome, 'message')
  return typeof words === 'string' ? words : JSON.stringify(kept)
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
