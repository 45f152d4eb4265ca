import type { ModelProvider } from '@autopack/contracts'
import { compile, decide, type Situation, type Tables } from '@autopack/model-router'
import type { Bench, Finding } from '../bench.ts'
import { alternate } from '../measuring/alternate.ts'
import { twelveModels } from '../trial/twelve-models.ts'

const rounds = 30
const times = 20_000

export const routeDecide: Bench = {
  name: 'route-decide',
  about: 'One decision between twelve models with four windows each, every one of them with its reason: where the first model is free, and where only the last and weakest has room.',
  run: async () => measure(compile(twelveModels(absent))),
}

const absent: ModelProvider = { contract: 1, name: 'bench', send: async () => ({ kind: 'failure', failure: 'unknown', message: '', ran: false, resetAt: null, usage: null }) }

async function measure(tables: Tables): Promise<readonly Finding[]> {
  const measured = await alternate(rounds, {
    'first free µs': async () => mean(tables, situationOf(tables, []), 'model_12'),
    'last free µs': async () => mean(tables, situationOf(tables, [...tables.models.keys()].slice(1)), 'model_1'),
  })
  const { 'first free µs': first, 'last free µs': last } = measured
  return [
    { what: 'a decision, the first of twelve is free', value: first.median, unit: 'µs', goal: { atMost: 2 }, measured: { 'first free µs': first } },
    { what: 'a decision, the last of twelve is free', value: last.median, unit: 'µs', goal: { atMost: 2 }, measured: { 'last free µs': last } },
  ]
}

/** As the router makes one: half used everywhere, and all of it for the models that are `full`. */
function situationOf(tables: Tables, full: readonly string[]): Situation {
  const limits = Object.create(null) as Record<string, Situation['limits'][string]>
  for (const { name, hard } of tables.limits) limits[name] = { used: full.includes(name.replace(/_\d$/, '')) ? hard : hard / 2, resetAt: 60_000 }
  return { now: 0, limits, cooldowns: {}, breakers: {} }
}

/** Microseconds. A chain whose step is its end goes down from there. */
function mean(tables: Tables, situation: Situation, expected: string): number {
  const purpose = { role: 'builder', category: 'docs', complexity: 'medium', failedAttempts: 11, avoidFamilies: [] } as const
  const request = { purpose, input: 20_000, output: 4096, override: null }
  const started = performance.now()
  for (let time = 0; time < times; time += 1) {
    const decision = decide(tables, situation, request)
    if (decision.kind === 'refused' || decision.model !== expected) throw new Error(`the wrong model: ${JSON.stringify(decision)}`)
  }
  return ((performance.now() - started) * 1000) / times
}
