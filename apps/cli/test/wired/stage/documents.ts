import { readFileSync } from 'node:fs'
import { readPolicyFile, readStrategyFile } from '@autopack/strategy-engine'

/** A document as a person would write it, as plain data. */
export type Document = Readonly<Record<string, unknown>>

/** What a run is made of; each part is laid over a base that works. */
export interface Setup {
  /** Phases of one tier called `base`; each is laid over a phase that writes `<id>.md`. */
  readonly phases?: readonly Document[]
  readonly plan?: Document
  readonly project?: Document
  readonly strategy?: Document
  readonly policy?: Document
  readonly models?: Document
  readonly pricing?: Document
}

export interface Documents {
  readonly plan: Document
  /** Null where there is none. */
  readonly project: Document | null
  readonly strategy: Document
  readonly policy: Document
  readonly models: Document
  readonly pricing: Document
}

const tapEntry: Document = { run: ['sh', 'ci.sh'], report: { format: 'tap' } }

const shipped: Readonly<Record<'strategy' | 'policy', Document>> = { strategy: shippedFile('strategy.yaml', readStrategyFile), policy: shippedFile('policy.yaml', readPolicyFile) }

export function documentsOf(setup: Setup): Documents {
  const plan = { version: 1, project: 'hello', ci: { normal: [tapEntry] }, tiers: [tier('base', ...(setup.phases ?? [{ id: 'a' }]))] }
  return {
    plan: laid(plan, setup.plan),
    project: setup.project === undefined ? null : laid({ version: 1 }, setup.project),
    strategy: laid(shipped.strategy, setup.strategy),
    policy: laid(shipped.policy, setup.policy),
    models: laid({ version: 1, providers: {}, models: {}, roles: {}, escalateAfter: 1 }, setup.models),
    pricing: laid({ version: 1, prices: {} }, setup.pricing),
  }
}

export function tier(id: string, ...phases: readonly Document[]): Document {
  return { id, phases: phases.map((phase) => ({ ...phaseBase(String(phase['id'])), ...phase })) }
}

function phaseBase(id: string): Document {
  return { category: 'docs', goal: `Do ${id}.`, scope: ['**'], ci: 'none', builder: shell(`echo ${id} > ${id}.md`) }
}

/** A builder that is a line of shell; its `$0` is the plan's folder. */
export function shell(code: string): Document {
  return { kind: 'command', run: ['sh', '-c', code, '{plan}'] }
}

/** A builder that waits for a file `go` in the plan's folder. */
export const held: Document = shell('until [ -e "$0/go" ]; do sleep 0.05; done; echo built > held.md')

/** Objects are merged key by key, everything else is replaced; undefined takes a key away. */
function laid(base: Document, over: Document | undefined): Document {
  const merged = Object.entries(over ?? {}).map(([key, value]) => [key, isDocument(value) && isDocument(base[key]) ? laid(base[key], value) : value] as const)
  return Object.fromEntries(Object.entries({ ...base, ...Object.fromEntries(merged) }).filter(([, value]) => value !== undefined))
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Read = typeof readStrategyFile | typeof readPolicyFile

function shippedFile(name: string, read: Read): Document {
  const file = new URL(`../../../../../config/${name}`, import.meta.url)
  const found = read({ text: readFileSync(file, 'utf8'), file: name })
  if (found.kind === 'invalid') throw new Error(`${name} is wrong`)
  return { ...found.value }
}
