import type { ModelPurpose } from '@autopack/contracts'
import type { CompiledModel, Tables } from '../configuration/tables.ts'
import { priceAt } from '../costs/prices.ts'
import type { Reason } from './decision.ts'

export interface Place {
  readonly model: CompiledModel
  readonly origin: 'override' | 'chain' | 'fallback'
  /** Null: may serve if nothing stands in its way. */
  readonly barred: Exclude<Reason, 'taken'> | null
}

/** What a never-downgrade call is owed at least; null for any other call. */
export interface Owed {
  readonly chain: readonly CompiledModel[]
  readonly step: number
}

export interface Order {
  readonly places: readonly Place[]
  readonly owed: Owed | null
}

/** Every model there is to consider, in the order in which they are asked at `now`. */
export function order(tables: Tables, purpose: ModelPurpose, override: string | null, now: number): Order {
  const { role, complexity, category, tags = [] } = purpose
  const strategy = tables.strategies[category] ?? 'progressive'
  const { all, plain } = tables.chains[role][complexity]
  const eligible = tags.length > 0 ? all : plain
  const chain = strategy === 'cheap_first' ? cheapestFirst(eligible, now) : eligible
  const open = mayUseStrongest(tables, purpose)
  const step = stepOf(tables, purpose, chain, strategy, open)
  const strict = isNeverDowngrade(tables, purpose)
  const standing = { step, open, strict }
  const positions = positionsFrom(step, chain.length)
  const others = purpose.avoidFamilies.length === 0 ? [] : ofOtherFamilies(positions, chain, purpose, standing)
  const named = tables.fallbacks.get(category) ?? []
  const places = [...overridden(tables, override, chain, step, strict)]
  for (const position of others.length === 0 ? positions : [...others, ...positions.filter((position) => !others.includes(position))]) {
    const model = chain[position]
    if (model === undefined) continue
    const barred = barredBy(model, position, purpose, standing, others.length > 0)
    // a later step that is named as a fallback stands in at its place among those
    if (barred !== 'later' || strict || !named.includes(model)) places.push({ model, origin: 'chain', barred })
  }
  places.push(...untagged(all, eligible))
  places.push(...fallbacks(named.filter((model) => !places.some((place) => place.origin === 'chain' && place.model === model)), purpose, open, strict))
  return { places, owed: strict ? { chain, step: Math.max(step, 0) } : null }
}

/** Those that cost nothing stay in front, in their order. */
function cheapestFirst(chain: readonly CompiledModel[], now: number): readonly CompiledModel[] {
  const costOf = ({ prices }: CompiledModel): number => priceAt(prices, now)?.comparable ?? 0
  return chain.toSorted((one, other) => costOf(one) - costOf(other))
}

function untagged(all: readonly CompiledModel[], eligible: readonly CompiledModel[]): Place[] {
  return all === eligible ? [] : all.filter(({ reasoning }) => reasoning).map((model) => ({ model, origin: 'chain', barred: 'untagged' }))
}

export function isNeverDowngrade({ neverDowngrade }: Tables, { category, subkind }: ModelPurpose): boolean {
  return neverDowngrade.has(category) || (subkind != null && neverDowngrade.has(`${category}/${subkind}`))
}

function mayUseStrongest({ strongest }: Tables, purpose: ModelPurpose): boolean {
  const most = purpose.highRisk === true ? strongest.highRisk : strongest.otherwise
  return purpose.failedAttempts > most || strongest.categories.has(purpose.category) || purpose.demandsStrongest === true
}

/** Where in the chain it begins; what is tagged, at its first reasoning model at least. */
function stepOf(tables: Tables, purpose: ModelPurpose, chain: readonly CompiledModel[], strategy: string, open: boolean): number {
  const step = plainStep(tables, purpose, chain, strategy, open)
  return Math.max(step, chain.findIndex(({ reasoning, strongest }) => reasoning && (open || !strongest)))
}

/** What is critical before it is built begins at its strongest. */
function plainStep(tables: Tables, purpose: ModelPurpose, chain: readonly CompiledModel[], strategy: string, open: boolean): number {
  const last = chain.findLastIndex(({ strongest }) => open || !strongest)
  const critical = tables.strongest.categories.has(purpose.category) || purpose.demandsStrongest === true
  if (critical) {
    const strongest = chain.findLastIndex((model) => model.strongest)
    if (strongest >= 0) return strongest
  }
  if (strategy === 'best_first') return last
  const reached = Math.min(Math.floor(purpose.failedAttempts / tables.escalateAfter), chain.length - 1)
  for (let step = reached; step >= 0; step -= 1) if (open || chain[step]?.strongest === false) return step
  return last
}

/** The step first, then what is stronger, then what is weaker, the strongest of it first. */
function positionsFrom(step: number, length: number): readonly number[] {
  const from = Math.max(step, 0)
  const positions: number[] = []
  for (let position = from; position < length; position += 1) positions.push(position)
  for (let position = from - 1; position >= 0; position -= 1) positions.push(position)
  return positions
}

/** What holds of the whole chain for a purpose. */
interface Standing {
  readonly step: number
  readonly open: boolean
  readonly strict: boolean
}

/** For another family also what is stronger than the step comes before what is of the family that wrote. */
function ofOtherFamilies(positions: readonly number[], chain: readonly CompiledModel[], { avoidFamilies }: ModelPurpose, { step, open, strict }: Standing): readonly number[] {
  return positions.filter((position) => {
    const model = chain[position]
    return model !== undefined && (open || !model.strongest) && !(strict && position < step) && !avoidFamilies.includes(model.family)
  })
}

/** `seeksFamily`: another family than those to be avoided may serve. */
function barredBy(model: CompiledModel, position: number, { avoidFamilies }: ModelPurpose, { step, open, strict }: Standing, seeksFamily: boolean): Place['barred'] {
  if (model.strongest && !open) return 'reserved'
  if (strict && position < step) return 'lower'
  const avoided = seeksFamily && avoidFamilies.includes(model.family)
  if (avoided) return 'family'
  return position > step && !seeksFamily ? 'later' : null
}

/** The person's word comes first; a never-downgrade call takes it only where it is no less than its own place. */
function overridden(tables: Tables, override: string | null, chain: readonly CompiledModel[], step: number, strict: boolean): Place[] {
  const model = override === null ? undefined : tables.models.get(override)
  if (model === undefined) return []
  return [{ model, origin: 'override', barred: strict && chain.indexOf(model) < Math.max(step, 0) ? 'lower' : null }]
}

function fallbacks(named: readonly CompiledModel[], { avoidFamilies, tags = [] }: ModelPurpose, open: boolean, strict: boolean): Place[] {
  return named.map((model) => ({ model, origin: 'fallback', barred: strict ? 'lower' : model.reasoning && tags.length === 0 ? 'untagged' : model.strongest && !open ? 'reserved' : avoidFamilies.includes(model.family) ? 'family' : null }))
}
