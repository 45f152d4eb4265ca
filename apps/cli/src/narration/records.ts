import type { AttemptFailureKind, JournalEvent } from '@autopack/contracts'
import { compact, counted } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import { failureWords } from '../situation/failure-words.ts'
import { span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import type { Remark } from './remark.ts'

type Told = Remark | null

/** Failures that their own effect has already told. */
const told: ReadonlySet<AttemptFailureKind> = new Set(['builder_error', 'format', 'no_change', 'guardrail', 'ci_fail', 'auditor_reject', 'conflict'])

/** Everything that is not an effect. */
export function narrateRecord(event: JournalEvent, symbols: Symbols): Told {
  switch (event.type) {
    case 'run-create':
      return whole([`run ${event.data.project} `, span(`on ${event.data.branch}, ${counted(event.data.strategy.tiers.flatMap((tier) => tier.phases).length, 'phase')}`, 'quiet')])
    case 'run-adopt':
      return whole([span('taken up again', 'accent')])
    case 'engine-change':
      return whole([span(`goes on under version ${event.data.to}; it was begun under ${event.data.from}`, 'warn')])
    case 'attempt-start':
      return attemptStart(event)
    case 'attempt-end':
      return attemptEnd(event)
    case 'phase-state':
      return phaseState(event, symbols)
    case 'call-end':
      return whole([span(call(event), 'quiet')])
    case 'issue-record':
      return about(event.data.phase, [span(`${event.data.severity} issue`, event.data.severity === 'major' ? 'bad' : 'warn'), `: ${event.data.message}`])
    case 'approval-request':
      return of(event.data.approval.phase, [span(`${symbols.waiting} asks for approval`, 'warn'), `: ${event.data.approval.asks.map(({ message }) => message).join('; ')}`])
    case 'approval-decide':
      return whole([decision(event)])
    case 'cap-alert':
      return about(event.data.phase, [span(`${symbols.warn} ${event.data.quota ?? event.data.cap} ${event.data.level === 'reached' ? 'is used up' : `${Math.round((100 * event.data.used) / Math.max(1, event.data.limit))} % used`}`, 'warn')])
    case 'incident-record':
      return about(event.data.phase, [span(`${symbols.bad} incident`, 'bad'), `: ${event.data.message}`])
    case 'wait-start':
      return event.data.kind === 'pause' ? whole([span('paused', 'warn')]) : null
    case 'wait-end':
      return event.data.kind === 'pause' ? whole([span('goes on', 'accent')]) : null
    case 'run-cancel':
      return whole([span(`cancelled by ${event.data.by}`, 'warn'), event.data.note === '' ? '' : `: ${event.data.note}`])
    default:
      return null
  }
}

function whole(line: Remark['lines'][number]): Remark {
  return about(null, line)
}

function of(phase: string, line: Remark['lines'][number]): Remark {
  return about(phase, line)
}

function about(phase: string | null, line: Remark['lines'][number]): Remark {
  return { phase, lines: [line] }
}

type Of<T extends JournalEvent['type']> = Extract<JournalEvent, { readonly type: T }>

function attemptStart({ data }: Of<'attempt-start'>): Told {
  const hints = data.hints.length === 0 ? '' : `, with ${counted(data.hints.length, 'hint')}`
  return of(data.phase, [span(`attempt ${data.attempt}${hints}: building`, data.attempt === 1 ? 'quiet' : 'accent')])
}

function attemptEnd({ data }: Of<'attempt-end'>): Told {
  if (data.failure === null || told.has(data.failure.kind)) return null
  return of(data.phase, [span(`attempt ${data.attempt} failed (${failureWords(data.failure)})`, 'bad'), `: ${data.failure.message}`])
}

function phaseState({ data }: Of<'phase-state'>, symbols: Symbols): Told {
  if (data.to === 'FAILED') return of(data.phase, [span(`${symbols.bad} failed`, 'bad')])
  if (data.to === 'SKIPPED') return of(data.phase, [span(`${symbols.skipped} skipped`, 'quiet'), data.reason === null ? '' : `: ${data.reason}`])
  return null
}

function call({ data }: Of<'call-end'>): string {
  const what = data.ended === 'answered' ? `${data.served ?? 'the model'} answered` : data.ended === 'failed' ? `call failed (${data.failure ?? 'unknown'})` : 'a call cut off by a crash is charged in full'
  return `${what}: ${compact(data.tokens)} tokens, ${money(data.nanoUsd)}`
}

function decision({ data }: Of<'approval-decide'>): ReturnType<typeof span> {
  switch (data.decision) {
    case 'approve':
      return span(`approved by ${data.by}`, 'good')
    case 'reject':
      return span(`rejected by ${data.by}${data.note === '' ? '' : `: ${data.note}`}`, 'bad')
    case 'expire':
      return span('nobody decided in time, which counts as no', 'bad')
    case 'void':
      return span('the change is another one now: the approval is void', 'warn')
  }
}
