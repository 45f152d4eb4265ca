import type { Ledger } from '@autopack/contracts'
import type { Tables, Unit } from '../configuration/tables.ts'
import { createLook } from '../decide/situation.ts'

export interface QuotaState {
  readonly limit: string
  /** `usd` is in nano-dollars. */
  readonly unit: Unit
  readonly used: number
  readonly soft: number
  readonly hard: number
  /** When some of it is free again; wall clock, milliseconds. */
  readonly resetAt: number
}

/** What is left of every limit. */
export async function readQuotas(tables: Tables, ledger: Ledger, now: number): Promise<readonly QuotaState[]> {
  const { situation } = await createLook(ledger, tables)(now)
  return tables.limits.map(({ name, unit, soft, hard }) => {
    const { used, resetAt } = situation.limits[name] ?? { used: 0, resetAt: now }
    return { limit: name, unit, used, soft, hard, resetAt }
  })
}

export interface QuotaAdjustment {
  /** Never used for another. */
  readonly id: string
  readonly limit: string
  /** In the limit's unit; negative takes earlier adjustments back. */
  readonly amount: number
  readonly note: string
}

/** Counts use made elsewhere in the window that is open. False where there is no such limit. Throws what the ledger throws. */
export async function adjustQuota(tables: Tables, ledger: Ledger, now: number, { id, limit: name, amount, note }: QuotaAdjustment): Promise<boolean> {
  const look = createLook(ledger, tables)
  for (;;) {
    const window = (await look(now)).windows.get(name)
    if (window === undefined) return false
    if (window.anchors.length > 0 && !(await ledger.move(window.anchors))) continue
    await ledger.adjust({ id, postings: [{ bucket: window.open.bucket, amount }], note })
    return true
  }
}
