import type { Receipt, WaitKind } from '@autopack/contracts'
import type { PhaseView } from '@autopack/core'
import { compact, counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { money } from '../amounts/money.ts'
import { failureWords } from '../situation/failure-words.ts'
import { type Span, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import { shorten } from '../terminal/shorten.ts'
import type { Drawing } from './drawing.ts'

/** Cells: mark and name, category, attempts, time, tokens, money, what came of it. */
export function phaseRow(drawing: Drawing, phase: PhaseView): readonly Span[] {
  const begun = phase.startedAt !== null
  const { tokens, nanoUsd, durationMs } = phase.spent
  return [
    nameOf(drawing, phase),
    span(phase.slice.category, 'quiet'),
    begun ? counted(phase.attempts.length, 'attempt') : '',
    begun ? duration(durationMs) : '',
    tokens === 0 ? '' : `${compact(tokens)} tok`,
    nanoUsd === 0 ? '' : money(nanoUsd),
    verdict(drawing, phase),
  ]
}

function nameOf({ symbols, executing }: Drawing, phase: PhaseView): Span {
  const text = (symbol: string): string => `${symbol} ${phase.slice.id}`
  if (phase.rolledBack) return span(text(symbols.skipped), 'warn')
  if (phase.waiting !== null) return span(text(symbols.waiting), 'warn')
  switch (phase.state) {
    case 'COMPLETE':
      return span(text(symbols.good), 'good')
    case 'FAILED':
      return span(text(symbols.bad), 'bad')
    case 'SKIPPED':
      return span(text(symbols.skipped), 'quiet')
    case 'QUEUED':
      return span(text(symbols.pending), 'quiet')
    default:
      return span(text(executing ? symbols.running : symbols.pending), 'accent')
  }
}

const waits: Readonly<Record<WaitKind, string>> = { approval: 'waits for approval', result: 'waits for an answer', quota: 'waits for a quota', pause: 'paused', ref: 'waits for its branch and tag' }

function verdict(drawing: Drawing, phase: PhaseView): Span {
  const { symbols, receipts } = drawing
  if (phase.rolledBack) return span('rolled back', 'warn')
  if (phase.waiting !== null) return span(waits[phase.waiting.kind], 'warn')
  if (phase.state === 'COMPLETE') return [...evidence(receipts.get(phase.slice.id), phase, symbols), (phase.commit ?? '').slice(0, 7)].filter((part) => part !== '').join(symbols.dot)
  if (phase.state === 'FAILED' || phase.state === 'SKIPPED') return span(reasonOf(drawing, phase), phase.state === 'FAILED' ? 'bad' : 'quiet')
  if (phase.attempts.at(-1)?.obstacle != null) return span(waits.ref, 'warn')
  return span(activity(drawing, phase), 'accent')
}

function reasonOf({ symbols, width }: Drawing, phase: PhaseView): string {
  const failure = phase.attempts.at(-1)?.failure
  // the attempts below say the rest
  if (failure !== null && failure !== undefined) return failureWords(failure)
  return shorten(phase.reason ?? phase.state.toLowerCase(), Math.max(24, width - 60), symbols.ellipsis)
}

function activity({ executing }: Drawing, phase: PhaseView): string {
  switch (phase.state) {
    case 'EXECUTING':
      return executing ? 'building' : 'interrupted while building'
    case 'CI_RUNNING':
      return executing ? 'in CI' : 'interrupted in CI'
    case 'GATE':
      return executing ? 'at the gate' : 'interrupted at the gate'
    default:
      return ''
  }
}

function evidence(receipt: Receipt | undefined, phase: PhaseView, { minus }: Symbols): readonly string[] {
  if (receipt === undefined) return ['receipt erased']
  return [`${tests(receipt)}${weakness(receipt)}`, audit(receipt), receipt.approval === null ? '' : `approved by ${receipt.approval.by}`, lines(phase, minus)]
}

function tests({ ci, testsBefore, commands }: Receipt): string {
  if (ci === null) return 'no CI'
  const { passed, failed } = ci.counts
  if (passed + failed === 0) return commands.length === 0 ? 'no CI' : `${counted(commands.length, 'command')} green`
  const before = testsBefore === null || testsBefore.passed === passed ? '' : `, ${testsBefore.passed} before`
  const known = failed === 0 ? '' : `, ${failed} red as before`
  return `${counted(passed, 'test')} green${before}${known}`
}

/** Said where commands could have reached more of the machine than they can at best. */
function weakness({ isolation }: Receipt): string {
  return isolation === null || isolation >= 3 ? '' : ` at isolation L${isolation}`
}

function audit({ audit }: Receipt): string {
  if (audit === 'unaudited') return 'unaudited'
  return `audited by ${audit.model}${audit.independent ? '' : ' (same family)'}`
}

function lines(phase: PhaseView, minus: string): string {
  const accepted = phase.attempts.at(-1)?.accepted
  return accepted === null || accepted === undefined ? '' : `+${accepted.linesAdded} ${minus}${accepted.linesDeleted}`
}
