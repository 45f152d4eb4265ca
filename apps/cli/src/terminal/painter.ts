import { styleText } from 'node:util'
import type { Channel } from './channel.ts'
import { neutralise } from './neutralise.ts'
import { type Line, type Span, type Tone } from './span.ts'

const looks = {
  strong: ['bold'],
  quiet: ['dim'],
  good: ['green'],
  bad: ['red'],
  warn: ['yellow'],
  accent: ['cyan'],
} as const satisfies Record<Tone, readonly string[]>

/** Writes lines to a channel, in colour where `coloured`. */
export interface Painter {
  print(lines: readonly Line[]): void
}

export function createPainter(channel: Channel, coloured: boolean): Painter {
  return {
    print: (lines) => channel.write(lines.map((line) => `${paint(line, coloured)}\n`).join('')),
  }
}

export function paint(line: Line, coloured: boolean): string {
  return line.map((piece) => paintSpan(piece, coloured)).join('').trimEnd()
}

function paintSpan(piece: Span, coloured: boolean): string {
  if (typeof piece === 'string') return neutralise(piece)
  const text = neutralise(piece.text)
  return coloured ? styleText([...looks[piece.tone]], text, { validateStream: false }) : text
}

type Environment = Readonly<Record<string, string | undefined>>

/** Colour only on a terminal, and never where NO_COLOR is set or TERM is dumb. */
export function wantsColour(channel: Channel, environment: Environment): boolean {
  return channel.isTerminal && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb'
}
