import type { RecordedDecision } from '@autopack/contracts'
import type { Decision, Reason, RouteRequest } from './decision.ts'
import type { Situation } from './situation.ts'

/** What was recorded of one decision: enough to make it again. */
export interface DecisionFacts {
  readonly request: RouteRequest
  readonly situation: Situation
  readonly decision: Decision
}

/** Null where what was recorded is of another make. */
export function factsOf({ decision }: Pick<RecordedDecision, 'decision'>): DecisionFacts | null {
  return isFacts(decision) ? decision : null
}

type Check = (value: unknown) => boolean

/** The last instant that a date can have. */
const lastMs = 8_640_000_000_000_000

const text: Check = (value) => typeof value === 'string'
const flag: Check = (value) => typeof value === 'boolean'
const number: Check = (value) => typeof value === 'number'
const time: Check = (value) => typeof value === 'number' && Math.abs(value) <= lastMs
const oneOf = (...names: readonly unknown[]): Check => (value) => names.includes(value)
const orNull = (check: Check): Check => (value) => value === null || check(value)
const orNone = (check: Check): Check => (value) => value === undefined || check(value)
const list = (check: Check): Check => (value) => Array.isArray(value) && value.every(check)
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const each = (check: Check): Check => (value) => isObject(value) && Object.values(value).every(check)
const made = (members: Readonly<Record<string, Check>>): Check => (value) => isObject(value) && Object.entries(members).every(([name, check]) => check(value[name]))

const reasons: Readonly<Record<Reason, true>> = {
  taken: true,
  behind: true,
  later: true,
  reserved: true,
  untagged: true,
  context: true,
  lower: true,
  family: true,
  'no-credential': true,
  'no-price': true,
  'no-credit': true,
  cooldown: true,
  breaker: true,
  limit: true,
  'too-large': true,
}

const purpose = made({ role: oneOf('builder', 'auditor'), category: text, complexity: oneOf('low', 'medium', 'high'), failedAttempts: number, avoidFamilies: list(text), subkind: orNone(orNull(text)), highRisk: orNone(flag), demandsStrongest: orNone(flag), tags: orNone(list(text)) })
const use = made({ of: orNone(text), used: number, resetAt: time, look: orNone(flag) })
const cooldown = made({ until: time, reason: text })
const breaker = made({ failures: number, openUntil: orNull(time), probeUntil: orNull(time) })
const situation = made({ now: time, limits: each(use), cooldowns: each(cooldown), breakers: each(breaker) })
const candidate = made({ model: text, family: text, provider: text, origin: text, reason: oneOf(...Object.keys(reasons)), until: orNull(time), detail: orNull(text) })
const taken = made({ kind: oneOf('taken'), model: text, bound: made({ tokens: number, nanoUsd: number }), candidates: list(candidate) })
const refused = made({ kind: oneOf('refused'), reason: text, resetAt: orNull(time), limit: orNull(text), candidates: list(candidate) })
const facts = made({ request: made({ purpose, input: number, output: number, override: orNull(text) }), situation, decision: (value) => taken(value) || refused(value) })

function isFacts(value: unknown): value is DecisionFacts {
  return facts(value)
}
