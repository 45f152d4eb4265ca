import type { PhaseView, RunView, WaitView } from '@autopack/core'
import { compact, counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { money } from '../amounts/money.ts'
import { type Line, type Span, span } from '../terminal/span.ts'
import { shorten } from '../terminal/shorten.ts'
import type { Drawing } from './drawing.ts'

const labelWidth = 10

/** A labelled line of the lower half. */
export function labelled(label: string, rest: Line): Line {
  return ['  ', span(label.padEnd(labelWidth), 'strong'), ...rest]
}

/** What is refused, what is waiting, what was found, what it cost. */
export function drawSummary(drawing: Drawing): readonly Line[] {
  return [...refused(drawing), ...waiting(drawing), ...found(drawing), spent(drawing), ...alerts(drawing), ...incidents(drawing)]
}

function refused({ view, symbols, width, invocation }: Drawing): readonly Line[] {
  return Object.values(view.phases).flatMap(refusalsOf).flatMap(({ phase, attempt, reason }, index) => [
    labelled(index === 0 ? 'Refused' : '', [shorten(`${phase}: ${reason}`, width - labelWidth - 2, symbols.ellipsis)]),
    labelled('', [span(invocation('diff', view.run, phase, '--attempt', String(attempt)), 'quiet')]),
  ])
}

interface Refusal {
  readonly phase: string
  readonly attempt: number
  readonly reason: string
}

/** Each reason once, with the last attempt that gave it. */
function refusalsOf(phase: PhaseView): readonly Refusal[] {
  const all = phase.attempts.flatMap(({ number, judge }): readonly Refusal[] =>
    judge?.kind === 'rejected' ? [{ phase: phase.slice.id, attempt: number, reason: judge.reasons.map(({ message }) => message).join('; ') }] : [],
  )
  return [...new Map(all.map((refusal) => [refusal.reason, refusal])).values()]
}

function waiting(drawing: Drawing): readonly Line[] {
  return [...refWanted(drawing), ...personsWanted(drawing)]
}

/** In full: it says what to do. */
function refWanted({ view: { waiting } }: Drawing): readonly Line[] {
  return waiting?.kind === 'ref' ? waiting.message.split('; ').map((part, index) => labelled(index === 0 ? 'Waiting' : '', [index === 0 ? span(part, 'warn') : part])) : []
}

function personsWanted({ view, symbols, width, invocation, pending }: Drawing): readonly Line[] {
  return Object.values(view.phases).flatMap((phase) => {
    const wait = phase.waiting
    if (wait === null) return []
    if (wait.kind === 'quota') return quotaWanted(phase.slice.id, wait)
    const room = width - labelWidth - 2
    const approval = phase.approval === null ? undefined : view.approvals[phase.approval]
    if (wait.kind !== 'approval' || approval === undefined) return answerWanted(phase.slice.id, wait.message)
    if (!pending.has(approval.request.id)) return [labelled('Decided', [phase.slice.id, span(': the run takes it up when it goes on', 'quiet')])]
    const asks = approval.request.asks.map((ask) => labelled('', [span(shorten(`- ${ask.message}`, room, symbols.ellipsis), 'quiet')]))
    return [
      labelled('Waiting', [span(phase.slice.id, 'warn'), ' asks for your approval', ...deadline(approval.request.expiresAt, view)]),
      ...asks,
      labelled('', [invocation('diff', view.run, phase.slice.id)]),
      labelled('', [span(invocation('approve', view.run, approval.request.id), 'accent')]),
      labelled('', [span(invocation('reject', view.run, approval.request.id), 'accent')]),
    ]
  })
}

function quotaWanted(phase: string, { until, message }: WaitView): readonly Line[] {
  return [labelled('Waiting', [span(phase, 'warn'), ` until ${until === null ? 'models may be called again' : new Date(until).toISOString()}`]), labelled('', [span(message, 'quiet')])]
}

/** In full, whatever the width: it names the files. */
function answerWanted(phase: string, message: string): readonly Line[] {
  return [labelled('Waiting', [span(phase, 'warn'), ' wants an answer']), ...message.split('; ').map((part) => labelled('', [part]))]
}

function deadline(expiresAt: number | null, view: RunView): readonly Span[] {
  return expiresAt === null ? [] : [span(` within ${duration(expiresAt - view.at)}; silence counts as no`, 'quiet')]
}

function found({ view, invocation }: Drawing): readonly Line[] {
  const majors = view.issues.filter((issue) => issue.severity === 'major').length
  const minors = view.issues.length - majors
  if (view.issues.length === 0) return []
  const counts = [majors === 0 ? [] : [`${majors} major`], minors === 0 ? [] : [`${minors} minor`]].flat().join(', ')
  return [labelled('Issues', [`${counts}  `, span(invocation('issues', view.run), 'quiet')])]
}

function spent({ view, symbols }: Drawing): Line {
  const { caps } = view.created.strategy
  const calls = Object.keys(view.calls).length
  return labelled('Spent', [
    `${money(view.spent.nanoUsd)} of ${money(caps.nanoUsd)}${symbols.dot}${compact(view.spent.tokens)} of ${compact(caps.tokens)} tokens`,
    calls === 0 ? ' (no model called)' : ` in ${counted(calls, 'call')}`,
    `${symbols.dot}${duration(view.spent.durationMs)} of ${duration(caps.durationMs)}`,
  ])
}

function alerts({ view, symbols }: Drawing): readonly Line[] {
  const strongest = new Map(view.alerts.map((alert) => [`${alert.quota ?? alert.cap} ${alert.tier ?? ''} ${alert.phase ?? ''}`, alert]))
  return [...strongest.values()].map((alert) => {
    const where = alert.phase ?? alert.tier
    const share = Math.round((100 * alert.used) / Math.max(1, alert.limit))
    return labelled('', [span(`${symbols.warn} ${alert.quota ?? alert.cap}${where === null ? '' : ` of ${where}`}: ${alert.level === 'reached' ? 'used up' : `${share} % used`}`, 'warn')])
  })
}

/** The latest of each subject: an old one is over. */
function incidents({ view, width, symbols }: Drawing): readonly Line[] {
  const latest = new Map(view.incidents.map((incident) => [incident.subject, incident]))
  return [...latest.values()].map(({ message }, index) => labelled(index === 0 ? 'Incidents' : '', [span(shorten(message, width - labelWidth - 2, symbols.ellipsis), 'bad')]))
}
