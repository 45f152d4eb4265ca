import type { Layers } from './layers.ts'
import { fromPlanOrProject, shipped } from './offers.ts'
import type { Resolved } from './resolved.ts'
import type { Setting } from './setting.ts'
import { offer, unset } from './setting.ts'

/** The caps of the run. */
export function layerBudget(layers: Layers): Resolved['budget'] {
  const { strategy } = layers.shipped
  return {
    usd: offer('flag', null, [], layers.flags.usd) ?? layerAmount(layers, 'usd'),
    tokens: offer('flag', null, [], layers.flags.tokens) ?? layerAmount(layers, 'tokens'),
    minutes: layerAmount(layers, 'minutes'),
    phases: layerAmount(layers, 'phases'),
    minorIssues: fromPlanOrProject(layers, ['budget', 'minorIssues'], (value) => value.budget?.minorIssues) ?? unset(null),
    minorIssuesPerPhase: shipped(strategy, ['run', 'minorIssuesPerPhase'], (file) => file.run.minorIssuesPerPhase),
  }
}

function layerAmount(layers: Layers, key: 'usd' | 'tokens' | 'minutes' | 'phases'): Setting<number> {
  const written = fromPlanOrProject(layers, ['budget', key], (value) => value.budget?.[key])
  return written ?? shipped(layers.shipped.strategy, ['run', key], (file) => file.run[key])
}
