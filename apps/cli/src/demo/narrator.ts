import type { EventData, Hint, JournalEvent } from '@autopack/contracts'
import { compact, counted } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import { type Line, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import { type Memory, newMemory, type Told } from './memory.ts'
import { bad, tellOutcome } from './tell-outcome.ts'

/** Tells the events of a run, a paragraph a phase, to somebody who sees one for the first time. */
export interface DemoNarrator {
  tell(event: JournalEvent): Told
}

export function createDemoNarrator(symbols: Symbols): DemoNarrator {
  const memories = new Map<string, Memory>()
  const phaseOfCall = new Map<string, string>()
  let effect: EventData['effect-start'] | null = null
  let paragraph: string | null = null
  let auditorIntroduced = false

  const memoryOf = (phase: string | null): Memory => memories.get(phase ?? '') ?? newMemory('')

  function about(phase: string | null, lines: Told): Told {
    if (lines.length === 0 || phase === null) return lines.map((line) => ['  ', ...line])
    const heading: Told = paragraph === phase ? [] : [['  ', span(phase, 'strong'), span(`  ${memoryOf(phase).goal}`, 'quiet')]]
    paragraph = phase
    return [...heading, ...lines.map((line): Line => ['    ', ...line])]
  }

  function create({ strategy, branch }: EventData['run-create']): Told {
    const phases = strategy.tiers.flatMap((tier) => tier.phases)
    for (const { id, goal } of phases) memories.set(id, newMemory(goal))
    return [[`${counted(phases.length, 'phase')} in ${counted(strategy.tiers.length, 'tier')}, a commit each on ${branch}; at most ${money(strategy.caps.nanoUsd)} and ${compact(strategy.caps.tokens)} tokens`]]
  }

  function attempt({ attempt, hints, phase }: EventData['attempt-start']): Told {
    const own = hints.find((hint) => hint.phase === phase && hint.attempt === attempt - 1)
    return own === undefined ? [] : [[span(`attempt ${attempt}`, 'accent'), ` is told: ${gist(own)}`]]
  }

  function call({ operation, phase, role, model, because }: EventData['call-start']): Told {
    phaseOfCall.set(operation, phase)
    if (role !== 'auditor' || auditorIntroduced) return []
    auditorIntroduced = true
    return [[span(`${model} audits: ${because.split(': ').at(-1)}`, 'quiet')]]
  }

  function parked({ approval }: EventData['approval-request']): Told {
    const asks = approval.asks.map(({ message }) => message).join('; ')
    return [[memoryOf(approval.phase).verdicts.join(', ')], [span(`${symbols.waiting} parked`, 'warn'), `: ${asks}`], [span('it waits without a process, and the other phases go on', 'quiet')]]
  }

  function cutOff({ ended, tokens, nanoUsd }: EventData['call-end']): Told {
    return ended === 'presumed' ? [[`the call in flight is charged in full, for nobody knows whether it ran: ${compact(tokens)} tokens, ${money(nanoUsd)}`]] : []
  }

  return {
    tell: ({ type, data }) => {
      switch (type) {
        case 'run-create':
          return about(null, create(data))
        case 'run-adopt':
          paragraph = null
          return []
        case 'attempt-start':
          return about(data.phase, attempt(data))
        case 'effect-start':
          effect = data
          return []
        case 'effect-end': {
          const phase = effect?.phase ?? null
          return about(phase, tellOutcome(data, effect, memoryOf(phase), symbols))
        }
        case 'call-start':
          return about(data.phase, call(data))
        case 'call-end':
          return about(phaseOfCall.get(data.operation) ?? null, cutOff(data))
        case 'approval-request':
          return about(data.approval.phase, parked(data))
        case 'phase-state':
          return about(data.phase, data.from === 'GATE' && data.to === 'CI_RUNNING' ? [['the branch has moved on since, so the change is judged, tested and audited again']] : [])
        case 'run-state':
          return about(null, data.reason === null ? [] : [bad(data.reason, symbols)])
        default:
          return []
      }
    },
  }
}

/** The line of a hint that says most, its last, without what the reader has just read. */
function gist({ text }: Hint): string {
  const last = text.split('\n').at(-1) ?? ''
  return last.replace(/^- |^Attempt \d+ failed \(\w+\): /, '')
}
