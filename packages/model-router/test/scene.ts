import type { CallObserver, CallScope, Clock, Ledger, ModelClient, ModelFailure, ModelOperation, ModelProvider, ModelRequest, ModelsFile, PricingFile, ProviderAnswer } from '@autopack/contracts'
import { createMemoryLedger } from '../src/ledger/memory-ledger.ts'
import { createModelClient } from '../src/model-client.ts'
import { modelsFile, pricingFile } from './models-file.ts'

export const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write.' }],
  schema: { name: 'answer', schema: {} },
  maxOutputTokens: 500,
}

export const answer: ProviderAnswer = { kind: 'answer', text: '{}', finish: 'stop', usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: 10, reasoning: 5 }, served: 'alpha-mini' }

export const silent: CallObserver = { intent: async () => undefined, outcome: async () => undefined }

export type Send = (...given: Parameters<ModelProvider['send']>) => Promise<ProviderAnswer | ModelFailure>

export interface SceneOptions {
  readonly send?: Send
  readonly certainty?: 'native' | 'bridged'
  readonly models?: Partial<ModelsFile>
  readonly pricing?: PricingFile
  readonly ledger?: (clock: Clock) => Ledger
}

/** A client with one provider, in a time that waits for nobody. */
export interface Scene {
  readonly time: { now: number }
  readonly clock: Clock
  readonly ledger: Ledger
  readonly client: ModelClient
  readonly sentAt: readonly number[]
  /** Another process, perhaps of another day and other files, on the same ledger. */
  readonly other: (changes?: SceneOptions) => ModelClient
  readonly call: (id: string, more?: Partial<ModelOperation>, signal?: AbortSignal) => ReturnType<ModelClient['call']>
}

export function createScene(options: SceneOptions = {}): Scene {
  const time = { now: 1_000_000 }
  const clock: Clock = { now: () => time.now, monotonic: () => time.now, sleep: async (ms, signal) => (signal?.throwIfAborted(), void (time.now += ms)) }
  const ledger = options.ledger?.(clock) ?? createMemoryLedger({ clock })
  const sentAt: number[] = []
  const other = (changes: SceneOptions = {}): ModelClient => {
    const { send = async () => answer, certainty = 'native', models = {}, pricing = pricingFile } = { ...options, ...changes }
    const provider: ModelProvider = { contract: 1, name: 'one', certainty, send: async (wire, signal) => (sentAt.push(time.now), send(wire, signal)) }
    return createModelClient({ models: { ...modelsFile, ...models }, pricing, providers: { one: provider }, clock, ledger })
  }
  const client = other()
  return { time, clock, ledger, client, sentAt, other, call: (id, more = {}, signal = new AbortController().signal) => client.call(operation(id, more), silent, signal) }
}

export function operation(id: string, more: Partial<ModelOperation> = {}): ModelOperation {
  return { id, run: 'r', phase: 'a', request, scopes: [], ...more }
}

export const tokens = (hard: number, floor = 0): CallScope => ({ name: 'run.tokens', bucket: 'run', unit: 'tokens', hard, floor })
export const money: CallScope = { name: 'run.usd', bucket: 'run', unit: 'usd', hard: 1_000_000_000_000, floor: 0 }
