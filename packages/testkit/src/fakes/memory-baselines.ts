import type { BaselineStore } from '@autopack/contracts'

export function createMemoryBaselines(): BaselineStore {
  const values = new Map<string, string>()
  const claimed = new Set<string>()
  return {
    contract: 1,
    get: async (key) => values.get(key) ?? null,
    put: async (key, value) => void values.set(key, value),
    claim: async (key) => {
      if (claimed.has(key)) return null
      claimed.add(key)
      return { release: () => void claimed.delete(key) }
    },
  }
}
