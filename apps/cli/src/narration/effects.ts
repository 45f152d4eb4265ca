import type { CiVerdict, EventData, Postponed } from '@autopack/contracts'
import { counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { type Line, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'

type Start = EventData['effect-start']
type End = EventData['effect-end']
type Told = readonly Line[]

/** Only what may take a while is announced. */
export function narrateEffectStart(start: Start): Told {
  switch (start.kind) {
    case 'setup':
      return [[span('preparing dependencies', 'quiet')]]
    case 'baseline':
      return [[span(`measuring the baseline (${start.input.profile})`, 'quiet')]]
    case 'ci':
      return [[span('running CI on a fresh checkout', 'quiet')]]
    case 'audit':
      return [[span('auditing', 'quiet')]]
    default:
      return []
  }
}

export function narrateEffectEnd(end: End, start: Start | null, symbols: Symbols): Told {
  const took = span(`  ${duration(end.durationMs)}`, 'quiet')
  switch (end.kind) {
    case 'setup':
      return end.outcome.kind === 'ready' ? [['dependencies are ready', took]] : problem('setup failed', end.outcome.message)
    case 'baseline':
      return baseline(end.outcome, took)
    case 'build':
      return build(end.outcome, took)
    case 'judge':
      return judgement(end.outcome, symbols)
    case 'ci':
      return end.outcome.kind === 'outdated' ? [[span('what CI needs has changed since the baseline was measured', 'warn')]] : ci(end.outcome.verdict, took)
    case 'audit':
      return audit(end.outcome, took)
    case 'snapshot':
      return snapshot(end.outcome, start, symbols)
    case 'promote':
      return end.outcome.kind === 'promoted' ? [[span('promoted', 'good')]] : problem('not promoted', end.outcome.message)
    case 'rollback':
      return end.outcome.kind === 'rolled-back' ? [[span('rolled back', 'warn')]] : problem('not rolled back', end.outcome.message)
  }
}

function problem(what: string, message: string): Told {
  const [first = '', ...more] = message.split('\n').filter((line) => line.trim() !== '')
  return [[span(what, 'bad'), `: ${first}`], ...more.slice(0, 4).map((line): Line => [span(line, 'quiet')])]
}

type Outcome<K extends End['kind']> = Extract<End, { readonly kind: K }>['outcome']

/** It may be red; why is said where no failing test says it. */
function baseline(outcome: Outcome<'baseline'>, took: Line[number]): Told {
  if (outcome.kind === 'failed') return problem('no baseline', outcome.message)
  const { verdict, cached } = outcome
  const head: Line = [`baseline: ${tests(verdict)}`, cached ? span('  known from before', 'quiet') : took]
  return [head, ...(verdict.counts.failed > 0 ? [] : verdict.reasons.slice(0, 4).map((reason): Line => [span(reason, 'warn')]))]
}

function build(outcome: Outcome<'build'>, took: Line[number]): Told {
  switch (outcome.kind) {
    case 'proposed':
      return [['proposed a change', took]]
    case 'failed':
      return problem(`no change (${outcome.failure.replaceAll('_', ' ')})`, outcome.message)
    case 'postponed':
      return postponed(outcome)
    case 'waiting':
      return [[span('waits', 'warn'), `: ${outcome.message}`]]
    case 'interrupted':
      return [[span(`the ${outcome.stopped === true ? 'build was stopped' : 'process was killed while building'}; it is built again`, 'warn')]]
  }
}

function postponed({ until, message }: Postponed): Told {
  return [[span('waits', 'warn'), ` until ${new Date(until).toISOString()}: ${message}`]]
}

function judgement(outcome: Outcome<'judge'>, symbols: Symbols): Told {
  switch (outcome.kind) {
    case 'accepted':
      return [[`${counted(outcome.paths.length, 'file')} changed, +${outcome.linesAdded} ${symbols.minus}${outcome.linesDeleted}`]]
    case 'rejected':
      return problem('refused', outcome.reasons.map(({ message }) => message).join('\n'))
    case 'empty':
      return [[span('nothing was changed', 'bad')]]
    case 'conflict':
      return problem('conflict', outcome.paths.join(', '))
  }
}

function ci(verdict: CiVerdict, took: Line[number]): Told {
  if (verdict.verdict === 'green') return [[span('CI green', 'good'), `: ${tests(verdict)}`, took]]
  return problem(verdict.verdict === 'environment' ? 'CI could not run' : 'CI red', verdict.reasons.join('\n'))
}

function tests({ counts }: CiVerdict): string {
  const { passed, failed, skipped } = counts
  if (passed + failed + skipped === 0) return 'no tests counted'
  return [counted(passed, 'test') + ' passed', failed === 0 ? '' : `${failed} failed`, skipped === 0 ? '' : `${skipped} skipped`].filter((part) => part !== '').join(', ')
}

function audit(outcome: Outcome<'audit'>, took: Line[number]): Told {
  if (outcome.kind === 'postponed') return postponed(outcome)
  if (outcome.kind === 'failed') return problem('the audit failed', outcome.message)
  if (outcome.verdict === 'approve') return [[span('audit passed', 'good'), ` by ${outcome.model}`, took]]
  return problem(`rejected by ${outcome.model}`, outcome.findings.map(({ file, line, message }) => `${file === null ? '' : `${file}${line === null ? '' : `:${line}`} `}${message}`).join('\n'))
}

function snapshot(outcome: Outcome<'snapshot'>, start: Start | null, symbols: Symbols): Told {
  if (outcome.kind === 'moved-elsewhere') return [[span('the branch was moved by someone else; nothing was overwritten', 'bad')]]
  if (outcome.kind === 'obstructed') return problem('not kept yet', outcome.message)
  const commit = start?.kind === 'snapshot' ? ` as ${start.input.commit.slice(0, 7)}` : ''
  return [[span(`${symbols.good} kept${commit}`, 'good')]]
}
