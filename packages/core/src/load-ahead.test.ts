import type { JournalEvent, ModelProvider } from '@autopack/contracts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadAhead } from './load-ahead.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const envelope = { seq: 1, version: 1, epoch: 1, at: 0, hash: '' }
const adopted: JournalEvent = { ...envelope, type: 'run-adopt', data: { owner: 'me', epoch: 1 } }
const measuring: JournalEvent = {
  ...envelope,
  type: 'effect-start',
  data: { effect: '1-baseline', kind: 'baseline', phase: null, attempt: null, input: { key: 'k', commit: 'c', profile: 'normal', phase: 'a', setupKey: null } },
}

test('parts load once the baseline is under way, and whoever watches sees every event', () => {
  const loaded: string[] = []
  const seen: string[] = []
  const plain: ModelProvider = { contract: 1, name: 'plain', send: async () => Promise.reject(new Error('not asked')) }
  const loading = (name: string): ModelProvider => ({ ...plain, name, load: () => void loaded.push(name) })
  const sink = loadAhead([loading('one'), plain, loading('two')], { emit: (run, event) => void seen.push(`${run} ${event.type}`) })
  sink.emit('r', adopted)
  vi.runAllTimers()
  expect(loaded).toEqual([])
  sink.emit('r', measuring)
  expect(loaded).toEqual([])
  vi.runAllTimers()
  expect([loaded, seen]).toEqual([['one', 'two'], ['r run-adopt', 'r effect-start']])
})
