import type { EventData, Hint, JournalEvent } from '@autopack/contracts'
import { compact, counted } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import { type Line, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'

/** Tells the events of a run, a paragraph a phase, to somebody who sees one for the first time. */
export interface DemoNarrator {
  tell(event: JournalEvent): readonly Line[]
}

type Told = readonly Line[]
type Of<T extends JournalEvent['type']> = EventData[T]
type Ended = Of<'effect-end'>
type Outcome<K extends Ended['kind']> = Extract<Ended, { readonly kind: K }>['outcome']

/** What is remembered of a phase until its next line. */
interface Memory {
  readonly goal: string
  author: string
  /** Its change, as it was told last. */
  change: string
  verdicts: readonly string[]
}

export function createDemoNarrator(symbols: Symbols): DemoNarrator {
  const memories = new Map<string, Memory>()
  const phaseOfCall = new Map<string, string>()
  let effect: Of<'effect-start'> | null = null
  let paragraph: string | null = null
  let auditorIntroduced = false

  function memoryOf(phase: string | null): Memory {
    return memories.get(phase ?? '') ?? { goal: '', author: '', change: '', verdicts: [] }
  }

  function about(phase: string | null, lines: Told): Told {
    if (lines.length === 0) return []
    if (phase === null) return lines.map((line) => ['  ', ...line])
    const heading: Told = paragraph === phase ? [] : [['  ', span(phase, 'strong'), span(`  ${memoryOf(phase).goal}`, 'quiet')]]
    paragraph = phase
    return [...heading, ...lines.map((line): Line => ['    ', ...line])]
  }

  function create({ strategy, branch }: Of<'run-create'>): Told {
    const phases = strategy.tiers.flatMap((tier) => tier.phases)
    for (const { id, goal } of phases) memories.set(id, { goal, author: '', change: '', verdicts: [] })
    return [[`${counted(phases.length, 'phase')} in ${counted(strategy.tiers.length, 'tier')}, a commit each on ${branch}; at most ${money(strategy.caps.nanoUsd)} and ${compact(strategy.caps.tokens)} tokens`]]
  }

  function end(ended: Ended, phase: Memory): Told {
    switch (ended.kind) {
      case 'baseline':
        return ended.outcome.kind === 'failed' ? [bad(ended.outcome.message)] : [[`${passing(ended.outcome.verdict.counts.passed)} before anything is changed`]]
      case 'build':
        phase.author = ended.outcome.kind === 'proposed' ? (ended.outcome.family ?? 'its command') : ''
        return ended.outcome.kind === 'failed' ? [bad(ended.outcome.message)] : []
      case 'judge':
        return judgement(ended.outcome, phase)
      case 'ci':
        return ci(ended.outcome, phase)
      case 'audit':
        return audit(ended.outcome, phase)
      case 'snapshot':
        return effect?.kind === 'snapshot' && ended.outcome.kind === 'kept' ? [[span(`${symbols.good} commit ${effect.input.commit.slice(0, 7)}`, 'good'), `: ${phase.verdicts.join(', ')}`]] : []
      default:
        return []
    }
  }

  function judgement(outcome: Outcome<'judge'>, phase: Memory): Told {
    phase.verdicts = []
    if (outcome.kind === 'rejected') return [[span(`${symbols.bad} refused as a whole`, 'bad'), `, ${phase.author} went too far: ${outcome.reasons.map(({ message }) => message).join('; ')}`]]
    if (outcome.kind !== 'accepted') return [bad(outcome.kind)]
    if (phase.change === outcome.digest) return []
    phase.change = outcome.digest
    return [[`${phase.author} changes ${counted(outcome.paths.length, 'file')}, +${outcome.linesAdded} ${symbols.minus}${outcome.linesDeleted}`]]
  }

  function ci({ verdict }: Outcome<'ci'>, phase: Memory): Told {
    phase.verdicts = [passing(verdict.counts.passed)]
    if (verdict.verdict === 'green') return []
    return [[span(`${symbols.bad} tests are red`, 'bad'), `: ${verdict.newFailures.length === 0 ? verdict.reasons.join('; ') : `"${verdict.newFailures.join('", "')}" passed before`}`]]
  }

  function audit(outcome: Outcome<'audit'>, phase: Memory): Told {
    if (outcome.kind === 'failed') return [bad(`audit: ${outcome.message}`)]
    phase.verdicts = [...phase.verdicts, outcome.verdict === 'approve' ? `${outcome.model} approves` : `${outcome.model} rejects`]
    return outcome.findings.map((finding): Line => [span(`${symbols.warn} ${outcome.model} notes`, 'warn'), ` (${finding.severity}): ${finding.message}`])
  }

  function attempt({ attempt, hints, phase }: Of<'attempt-start'>): Told {
    const own = hints.find((hint) => hint.phase === phase && hint.attempt === attempt - 1)
    return own === undefined ? [] : [[span(`attempt ${attempt}`, 'accent'), ` is told: ${gist(own)}`]]
  }

  function call({ operation, phase, role, model, because }: Of<'call-start'>): Told {
    phaseOfCall.set(operation, phase)
    if (role !== 'auditor' || auditorIntroduced) return []
    auditorIntroduced = true
    return [[span(`${model} audits: ${because.split(': ').at(-1)}`, 'quiet')]]
  }

  function bad(message: string): Line {
    return [span(symbols.bad, 'bad'), ` ${message}`]
  }

  return {
    tell: (event) => {
      switch (event.type) {
        case 'run-create':
          return about(null, create(event.data))
        case 'run-adopt':
          paragraph = null
          return []
        case 'attempt-start':
          return about(event.data.phase, attempt(event.data))
        case 'effect-start':
          effect = event.data
          return []
        case 'effect-end': {
          const phase = effect?.phase ?? null
          return about(phase, end(event.data, memoryOf(phase)))
        }
        case 'call-start':
          return about(event.data.phase, call(event.data))
        case 'call-end':
          return event.data.ended === 'presumed' ? about(phaseOfCall.get(event.data.operation) ?? null, [[`the call in flight is charged in full, for nobody knows whether it ran: ${compact(event.data.tokens)} tokens, ${money(event.data.nanoUsd)}`]]) : []
        case 'approval-request': {
          const { phase, asks } = event.data.approval
          return about(phase, [[`${memoryOf(phase).verdicts.join(', ')}, but ${asks.map(({ message }) => message).join('; ')}`], [span(`${symbols.waiting} parked`, 'warn'), ': it waits without a process, and the other phases go on']])
        }
        case 'phase-state':
          return event.data.from === 'GATE' && event.data.to === 'CI_RUNNING' ? about(event.data.phase, [['the branch has moved on since, so the change is judged, tested and audited again']]) : []
        case 'run-state':
          return event.data.reason === null ? [] : about(null, [bad(event.data.reason)])
        default:
          return []
      }
    },
  }
}

function passing(tests: number): string {
  return `${counted(tests, 'test')} ${tests === 1 ? 'passes' : 'pass'}`
}

/** The line of a hint that says most, its last, without what the reader has just read. */
function gist({ text }: Hint): string {
  const last = text.split('\n').at(-1) ?? ''
  return last.replace(/^- |^Attempt \d+ failed \(\w+\): /, '')
}
