import type { JournalEvent } from '@autopack/contracts'
import type { Autopack } from '@autopack/core'
import { type Line, type Tone, span } from '../terminal/span.ts'

const shownLines = 7

/** Where an event refuses a change: the artifact that keeps it, and how its diff begins. */
export async function drawRefusedChange(autopack: Autopack, run: string, event: JournalEvent): Promise<readonly Line[]> {
  if (event.type !== 'effect-end' || event.data.kind !== 'judge' || event.data.outcome.kind !== 'rejected') return []
  const { diff } = event.data.outcome
  const body = await autopack.artifact(run, diff.hash)
  if (body === null) return []
  const lines = new TextDecoder().decode(body).split('\n').filter((line) => !/^(diff|index) /.test(line))
  return [['    kept as artifact ', span(diff.hash.slice(0, 12), 'strong'), ` (${diff.name}, ${diff.bytes} bytes), which begins:`], ...lines.slice(0, shownLines).map((line): Line => ['      ', diffLine(line)])]
}

const tones: readonly (readonly [string, Tone])[] = [['+', 'good'], ['-', 'bad']]

function diffLine(line: string): Line[number] {
  return span(line, tones.find(([start]) => line.startsWith(start))?.[1] ?? 'quiet')
}
