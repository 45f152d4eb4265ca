import type { BaselineStore } from '@autopack/contracts'

export function createMemoryBaselines(): BaselineStore {
  const values = new Map<string, string>()
  return {
    contract: 1,
    get: async (key) => values.get(key) ?? null,
    put: async (key, value) => void values.set(key, value),
  }
}
