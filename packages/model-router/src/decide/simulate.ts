import type { RecordedDecision } from '@autopack/contracts'
import type { Tables } from '../configuration/tables.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { becauseOf } from './explain.ts'
import { type DecisionFacts, factsOf } from './facts.ts'
import type { Situation } from './situation.ts'

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

/** Makes recorded decisions again under another configuration. What a model would have answered is not guessed at. */
export function simulate(tables: Tables, recorded: readonly RecordedDecision[]): readonly Replay[] {
  return recorded.map((record) => {
    const facts = factsOf(record)
    return facts === null ? unread(record) : replay(tables, record, facts)
  })
}

function unread({ operation, at }: RecordedDecision): Replay {
  return { operation, at, was: null, would: null, because: 'another version recorded it', boundWas: 0, boundWould: 0, unknown: ['what was decided: another version recorded it'] }
}

function replay(tables: Tables, { operation, at }: RecordedDecision, { request, situation, decision }: DecisionFacts): Replay {
  const { limits, uncounted } = countedIn(tables, situation)
  const again = decide(tables, { ...situation, limits }, request)
  return {
    operation,
    at,
    was: decision.kind === 'taken' ? decision.model : null,
    would: again.kind === 'taken' ? again.model : null,
    because: becauseOf(again, request.purpose),
    boundWas: decision.kind === 'taken' ? decision.bound.nanoUsd : 0,
    boundWould: again.kind === 'taken' ? again.bound.nanoUsd : 0,
    unknown: [...uncounted.map((name) => `the use of the limit ${name}`), ...unknowns(tables, again, decision)],
  }
}

interface Counted {
  readonly limits: Situation['limits']
  /** Limits of whose use nothing was recorded. */
  readonly uncounted: readonly string[]
}

/** A limit of the same name that counts something else, of something else or for another time, is another one. */
function countedIn({ limits }: Tables, { limits: recorded }: Situation): Counted {
  const counted = limits.flatMap(({ name, window }) => {
    const use = recorded[name]
    return use === undefined || use.of !== window.key ? [] : [[name, use] as const]
  })
  const known = Object.fromEntries(counted)
  return { limits: known, uncounted: limits.map(({ name }) => name).filter((name) => !Object.hasOwn(known, name)) }
}

function unknowns(tables: Tables, again: Decision, before: Decision): string[] {
  const model = again.kind === 'taken' ? tables.models.get(again.model) : undefined
  const untried = again.kind === 'taken' && (before.kind !== 'taken' || before.model !== again.model) ? [`what ${again.model} would have answered`] : []
  const known = before.candidates.some((candidate) => candidate.model === model?.key)
  return [...untried, ...(model === undefined || known ? [] : [`the health of ${model.key}`])]
}
