import type { ModelRole, PhaseSlice, Strategy } from '@autopack/contracts'
import type { Overrides } from './autopack.ts'
import type { Wired } from './wired.ts'

type Parts = Pick<Wired, 'models'>

/** What a phase needs and nobody can serve, with what to configure: a builder, and an auditor of whatever that builder's models may write. */
export function missingModels(parts: Parts, strategy: Strategy, overrides: Overrides): string[] {
  const audited = parts.models.serves('auditor')
  return strategy.tiers
    .flatMap(({ phases }) => phases)
    .flatMap((phase) => {
      const authors = authorsOf(parts, phase, overrides)
      if (typeof authors === 'string') return [`phase ${phase.id} is built by a model: ${authors}. Or give the phase another builder.`]
      if (!audited || phase.audit === 'none') return []
      const missing = authors.map((family) => refusal(preview(parts, phase, { role: 'auditor', override: overrides.auditor, avoidFamilies: family === null ? [] : [family] })))
      return [...new Set(missing)].filter((message) => message !== null).map((message) => `phase ${phase.id} is audited by a model: ${message}. Or take that model out of \`roles.auditor\`.`)
    })
}

/** The families that a phase's attempts may come from, null for none; in words why its first attempt cannot be made. */
function authorsOf(parts: Parts, phase: PhaseSlice, { builder: override }: Overrides): readonly (string | null)[] | string {
  if (phase.builder.kind !== 'model') return [null]
  const quotes = Array.from({ length: phase.caps.attempts }, (_, failedAttempts) => preview(parts, phase, { role: 'builder', override, failedAttempts }))
  const first = quotes[0] === undefined ? null : refusal(quotes[0])
  return first ?? [...new Set(quotes.flatMap((quote) => (quote.kind === 'quote' ? [quote.family] : [])))]
}

interface Wanted {
  readonly role: ModelRole
  readonly override: string | undefined
  readonly failedAttempts?: number
  readonly avoidFamilies?: readonly string[]
}

type Preview = ReturnType<Parts['models']['preview']>

function preview({ models }: Parts, phase: PhaseSlice, { role, override, failedAttempts = 0, avoidFamilies = [] }: Wanted): Preview {
  const { category, subkind, complexity, highRisk, tags, critical } = phase
  const purpose = { role, category, subkind, complexity, highRisk, tags, demandsStrongest: critical, failedAttempts, avoidFamilies } as const
  return models.preview({ purpose, messages: [], schema: { name: 'none', schema: {} }, maxOutputTokens: 1 }, override)
}

function refusal(preview: Preview): string | null {
  return preview.kind === 'refusal' ? preview.message : null
}
