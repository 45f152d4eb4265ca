import type { EventData, JournalEvent } from '@autopack/contracts'
import { clockTimeWithSeconds } from '../amounts/duration.ts'
import { type Line, type Span, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import { narrateEffectEnd, narrateEffectStart } from './effects.ts'
import { narrateRecord } from './records.ts'
import type { Remark } from './remark.ts'

/** Turns the events of one run, in order, into lines of progress. */
export interface Narrator {
  tell(event: JournalEvent): readonly Line[]
}

export function createNarrator(symbols: Symbols): Narrator {
  let open: EventData['effect-start'] | null = null
  let width = 0
  let previous: JournalEvent['type'] | null = null

  function remark(event: JournalEvent): Remark | null {
    switch (event.type) {
      case 'effect-start':
        open = event.data
        return { phase: event.data.phase, lines: narrateEffectStart(event.data) }
      case 'effect-end': {
        const start = open?.effect === event.data.effect ? open : null
        return { phase: start?.phase ?? null, lines: narrateEffectEnd(event.data, start, symbols) }
      }
      case 'run-create':
        width = Math.max(...event.data.strategy.tiers.flatMap((tier) => tier.phases.map(({ id }) => id.length)))
        return narrateRecord(event, symbols)
      case 'run-adopt':
        return previous === 'run-create' ? null : narrateRecord(event, symbols)
      default:
        return narrateRecord(event, symbols)
    }
  }

  return {
    tell: (event) => {
      const told = remark(event)
      previous = event.type
      if (told === null) return []
      width = Math.max(width, told.phase?.length ?? 0)
      const name = (told.phase ?? '').padEnd(width)
      return told.lines.map((line, index) => [stamp(event, index), index === 0 ? span(name, 'strong') : ' '.repeat(width), '  ', ...line])
    },
  }
}

function stamp(event: JournalEvent, index: number): Span {
  const time = clockTimeWithSeconds(event.at)
  return span(index === 0 ? `${time}  ` : ' '.repeat(time.length + 2), 'quiet')
}
