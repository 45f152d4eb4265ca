import type { PhaseSlice } from '@autopack/contracts'
import type { Ready } from '@autopack/core'
import { compact, counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { money } from '../amounts/money.ts'
import { columns } from '../terminal/columns.ts'
import { type Line, type Span, span } from '../terminal/span.ts'
import type { Symbols } from '../terminal/symbols.ts'
import { labelled } from './summary.ts'

/** What a run of a plan would do, may do and can cost. */
export function drawPreparation(ready: Ready, symbols: Symbols): readonly Line[] {
  return [title(ready, symbols), [], ...tiers(ready, symbols), [], ...policy(ready, symbols), ...notes(ready, symbols), caps(ready, symbols), price(ready), labelled('Written', ['nothing: this was a dry run'])]
}

function title({ plan, strategy }: Ready, symbols: Symbols): Line {
  const phases = strategy.tiers.flatMap((tier) => tier.phases)
  return [span(`${symbols.pending} ${plan.project}`, 'strong'), symbols.dot, `${counted(phases.length, 'phase')} in ${counted(strategy.tiers.length, 'tier')}`, span(`${symbols.dot}${strategy.runType}${symbols.dot}${strategy.safetyProfile}`, 'quiet')]
}

function tiers({ strategy }: Ready, symbols: Symbols): readonly Line[] {
  const rows = columns(strategy.tiers.flatMap((tier) => tier.phases.map((phase) => phaseRow(phase, symbols))), { indent: '    ', right: [4, 5] })
  let next = 0
  return strategy.tiers.flatMap((tier) => [['  ', span(tier.id, 'strong')], ...tier.phases.map(() => rows[next++] ?? [])])
}

function phaseRow(phase: PhaseSlice, symbols: Symbols): readonly Span[] {
  const { builder, ci, caps } = phase
  const model = builder.kind === 'model'
  return [
    `${symbols.pending} ${phase.id}`,
    span(phase.category, 'quiet'),
    `by ${builder.kind}`,
    ci === null ? span('no CI', 'warn') : `CI ${ci.profile}`,
    model ? `${compact(caps.tokens.builder + caps.tokens.auditor)} tok` : '',
    `${counted(caps.attempts, 'attempt')}, ${duration(caps.durationMs)}`,
    [phase.dependsOn.length === 0 ? '' : `after ${phase.dependsOn.join(', ')}`, phase.autoApply ? '' : 'asks for approval'].filter((part) => part !== '').join(symbols.dot),
  ]
}

function policy({ foresight }: Ready, symbols: Symbols): readonly Line[] {
  if (foresight.length === 0) return [labelled('Policy', ['nothing of what is declared asks for approval'])]
  return foresight.map((seen, index) => labelled(index === 0 ? 'Policy' : '', [span(`${seen.verdict === 'deny' ? symbols.bad : symbols.waiting} ${seen.phase}`, seen.verdict === 'deny' ? 'bad' : 'warn'), `: ${seen.message}`]))
}

function notes({ remarks }: Ready, symbols: Symbols): readonly Line[] {
  return remarks.map((message, index) => labelled(index === 0 ? 'Notes' : '', [span(symbols.warn, 'warn'), ` ${message}`]))
}

function caps({ strategy }: Ready, symbols: Symbols): Line {
  const { nanoUsd, tokens, durationMs } = strategy.caps
  return labelled('Caps', [[money(nanoUsd), `${compact(tokens)} tokens`, duration(durationMs)].join(symbols.dot)])
}

function price({ price }: Ready): Line {
  if (price === null) return labelled('Price', ['$0: no model is called'])
  return labelled('Price', [`between ${money(price.leastNanoUsd)} and ${money(price.mostNanoUsd)}, at most ${compact(price.mostTokens)} tokens`])
}
