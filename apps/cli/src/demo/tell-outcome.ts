import type { CiVerdict, EventData } from '@autopack/contracts'
import { counted } from '../amounts/count.ts'
import { type Line, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import type { Memory, Told } from './memory.ts'

type Ended = EventData['effect-end']
type Outcome<K extends Ended['kind']> = Extract<Ended, { readonly kind: K }>['outcome']

/** What came of an effect, in words; what belongs to the phase's next line goes into its memory. */
export function tellOutcome(ended: Ended, start: EventData['effect-start'] | null, phase: Memory, symbols: Symbols): Told {
  switch (ended.kind) {
    case 'baseline':
      return ended.outcome.kind === 'failed' ? [bad(ended.outcome.message, symbols)] : [[`${passing(ended.outcome.verdict.counts.passed)} before anything is changed`]]
    case 'build':
      phase.author = ended.outcome.kind === 'proposed' ? (ended.outcome.family ?? 'its command') : ''
      return ended.outcome.kind === 'failed' ? [bad(ended.outcome.message, symbols)] : []
    case 'judge':
      return judgement(ended.outcome, phase, symbols)
    case 'ci':
      return ended.outcome.kind === 'judged' ? ci(ended.outcome.verdict, phase, symbols) : []
    case 'audit':
      return audit(ended.outcome, phase, symbols)
    case 'snapshot':
      return start?.kind === 'snapshot' && ended.outcome.kind === 'kept' ? [[span(`${symbols.good} commit ${start.input.commit.slice(0, 7)}`, 'good'), `: ${phase.verdicts.join(', ')}`]] : []
    default:
      return []
  }
}

export function bad(message: string, symbols: Symbols): Line {
  return [span(symbols.bad, 'bad'), ` ${message}`]
}

function judgement(outcome: Outcome<'judge'>, phase: Memory, symbols: Symbols): Told {
  phase.verdicts = []
  if (outcome.kind === 'rejected') return [[span(`${symbols.bad} refused as a whole`, 'bad'), `: ${outcome.reasons.map(({ message }) => message).join('; ')}`]]
  if (outcome.kind !== 'accepted') return [bad(outcome.kind, symbols)]
  if (phase.change === outcome.digest) return []
  phase.change = outcome.digest
  return [[`${phase.author} changes ${counted(outcome.paths.length, 'file')}, +${outcome.linesAdded} ${symbols.minus}${outcome.linesDeleted}`]]
}

function ci(verdict: CiVerdict, phase: Memory, symbols: Symbols): Told {
  phase.verdicts = [passing(verdict.counts.passed)]
  if (verdict.verdict === 'green') return []
  return [[span(`${symbols.bad} tests are red`, 'bad'), `: ${verdict.newFailures.length === 0 ? verdict.reasons.join('; ') : `"${verdict.newFailures.join('", "')}" passed before`}`]]
}

function audit(outcome: Outcome<'audit'>, phase: Memory, symbols: Symbols): Told {
  if (outcome.kind !== 'audited') return [bad(`audit: ${outcome.message}`, symbols)]
  phase.verdicts = [...phase.verdicts, outcome.verdict === 'approve' ? `${outcome.model} approves` : `${outcome.model} rejects`]
  return outcome.findings.map((finding): Line => [span(`${symbols.warn} ${outcome.model} notes`, 'warn'), ` (${finding.severity}): ${finding.message}`])
}

function passing(tests: number): string {
  return `${counted(tests, 'test')} ${tests === 1 ? 'passes' : 'pass'}`
}
