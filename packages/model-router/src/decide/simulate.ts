import type { RecordedDecision } from '@autopack/contracts'
import type { Tables } from '../configuration/tables.ts'
import { decide } from './decide.ts'
import type { Decision, RouteRequest } from './decision.ts'
import { becauseOf } from './explain.ts'
import type { Situation } from './situation.ts'

/** What was recorded of one decision: enough to make it again. */
export interface DecisionFacts {
  readonly request: RouteRequest
  readonly situation: Situation
  readonly decision: Decision
}

export interface Replay {
  readonly operation: string
  readonly at: number
  /** The model that was asked; null where none was. */
  readonly was: string | null
  readonly would: string | null
  /** Why it would, or why none would. */
  readonly because: string
  /** The most the call could cost, then and now, in nano-dollars. */
  readonly boundWas: number
  readonly boundWould: number
  /** What the other configuration depends on and nobody counted or tried at the time. */
  readonly unknown: readonly string[]
}

/** Null where what was recorded is of another make. */
export function factsOf({ decision }: Pick<RecordedDecision, 'decision'>): DecisionFacts | null {
  return isFacts(decision) ? decision : null
}

function isFacts(value: unknown): value is DecisionFacts {
  return typeof value === 'object' && value !== null && 'request' in value && 'situation' in value && 'decision' in value
}

/** Makes recorded decisions again under another configuration. What a model would have answered is not guessed at. */
export function simulate(tables: Tables, recorded: readonly RecordedDecision[]): readonly Replay[] {
  return recorded.flatMap((record) => {
    const facts = factsOf(record)
    return facts === null ? [] : [replay(tables, record, facts)]
  })
}

function replay(tables: Tables, { operation, at }: RecordedDecision, { request, situation, decision }: DecisionFacts): Replay {
  const again = decide(tables, situation, request)
  return {
    operation,
    at,
    was: decision.kind === 'taken' ? decision.model : null,
    would: again.kind === 'taken' ? again.model : null,
    because: becauseOf(again, request.purpose),
    boundWas: decision.kind === 'taken' ? decision.bound.nanoUsd : 0,
    boundWould: again.kind === 'taken' ? again.bound.nanoUsd : 0,
    unknown: unknowns(tables, situation, again, decision),
  }
}

function unknowns(tables: Tables, situation: Situation, again: Decision, before: Decision): string[] {
  const model = again.kind === 'taken' ? tables.models.get(again.model) : undefined
  const uncounted = tables.limits.filter(({ name }) => situation.limits[name] === undefined).map(({ name }) => `the use of the limit ${name}`)
  const untried = again.kind === 'taken' && (before.kind !== 'taken' || before.model !== again.model) ? [`what ${again.model} would have answered`] : []
  const known = before.candidates.some((candidate) => candidate.model === model?.key)
  return [...uncounted, ...untried, ...(model === undefined || known ? [] : [`the health of ${model.key}`])]
}
