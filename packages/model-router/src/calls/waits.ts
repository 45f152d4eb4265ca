import type { Cooldown, Ledger } from '@autopack/contracts'
import type { CompiledModel, Tables } from '../configuration/tables.ts'
import { lasting } from '../decide/cooldown.ts'

/**
 * Asks a provider and its models again before their time, for somebody who knows that they will answer. Returns the waits that were ended; null where there is no
 * such provider. Throws what the ledger throws.
 */
export async function clearWaits(tables: Tables, ledger: Ledger, now: number, provider: string): Promise<readonly Cooldown[] | null> {
  const models = [...tables.models.values()].filter((model) => model.provider === provider)
  return models.length === 0 ? null : end(ledger, now, models.flatMap(({ accountKey, providerKey, modelKey }) => [accountKey, providerKey, modelKey]))
}

/** Asks every account again that had no credit, for somebody who has looked after it. Throws what the ledger throws. */
export async function clearAccounts({ models }: Tables, ledger: Ledger, now: number): Promise<void> {
  await end(ledger, now, [...models.values()].map(({ accountKey }: CompiledModel) => accountKey))
}

async function end(ledger: Ledger, now: number, keys: readonly string[]): Promise<readonly Cooldown[]> {
  const { cooldowns } = await ledger.snapshot([], [...new Set(keys)])
  for (const key of Object.keys(cooldowns)) await ledger.endCooldown(key)
  return Object.values(cooldowns).filter((cooldown) => lasting(cooldown, now) !== null)
}
