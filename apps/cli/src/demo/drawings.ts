import type { RunView } from '@autopack/core'
import { counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { quoted } from '../drawing/invocation.ts'
import { type Line, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import { bundled } from '../version.ts'
import type { Finding } from './findings.ts'
import type { Stage } from './stage.ts'
import { isSpared, type Repetition, type Work } from './work.ts'

type Drawn = readonly Line[]

export function drawOpening({ root }: Stage, modelsAddress: string): Drawn {
  return [
    [span('Autopack builds a small plan on a small project, and everything that can go wrong goes wrong once.', 'strong')],
    [`The models are scripted: a server on ${new URL(modelsAddress).host}, asked through the real openai SDK. No key, no network.`],
    ['All else is real: git, tests, processes, the crash. What is told of the run is read from its journal.'],
    [span(`The project is in ${root}, and stays there.`, 'quiet')],
  ]
}

/** A command as a person would type it in the project's folder. */
export function drawCommand(words: readonly string[], remark: string): Drawn {
  return [[], [span('$ ', 'quiet'), span(`autopack ${words.join(' ')}`, 'accent'), span(remark === '' ? '' : `   ${remark}`, 'quiet')]]
}

export function drawCrash({ openEffect, seq }: RunView, pid: number | null): Drawn {
  return [['    ', span(`kill -9 ${pid}`, 'bad'), `: the process is gone in the middle of the ${openEffect?.kind ?? 'run'}; its journal holds ${seq} events`]]
}

/** What the process that went on did of what the killed one had done before. */
export function drawRepetition(repetition: Repetition, symbols: Symbols): Drawn {
  const { before, again } = repetition
  const count = (kind: keyof Work, noun: string): string => `${again[kind].length} of ${counted(before[kind].length, noun)}`
  const mark = isSpared(repetition) ? span(`${symbols.good} repeated`, 'good') : span(`${symbols.bad} repeated`, 'bad')
  return [['  ', mark, `: ${count('commits', 'commit')}, ${count('ciRuns', 'CI run')}, ${count('calls', 'model call')} (the one in flight)`]]
}

export function drawFindings(findings: readonly Finding[], symbols: Symbols): Drawn {
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  return [[], [span('Looked for in the journal', 'strong')], ...findings.map(({ proven, subject, detail }): Line => ['  ', proven ? span(symbols.good, 'good') : span(symbols.bad, 'bad'), ` ${subject.padEnd(width)}  `, detail])]
}

export function drawEnd({ root, run }: Stage, tookMs: number): Drawn {
  const program = bundled ? 'autopack' : 'npm run -s autopack --'
  const looks = [['show', run], ['diff', run, 'receipt', '--attempt', '1'], ['logs', run, 'discount'], ['usage', run]]
  return [[], [span('Look around', 'strong'), span(` (the demo took ${duration(tookMs)})`, 'quiet')], ...looks.map((words): Line => [`  ${program} ${words.join(' ')} --repo ${quoted(root)}`]), [`  git -C ${quoted(root)} log --stat`]]
}
