import type { ModelOutcome } from '@autopack/contracts'
import { turnsKey } from '../configuration/compile.ts'
import { presumption, settlementOf } from './charge.ts'
import { namespaced } from './hold.ts'
import type { Router } from './router.ts'
import { callOf } from './turns.ts'

/** Ends a send whose process died. A ledger that has forgotten it cannot say that it was never sent. */
export async function recover({ ledger, namespace }: Router, name: string, outcome: ModelOutcome | null): Promise<'unsent' | 'charged'> {
  const operation = namespaced(namespace, name)
  const [known] = await ledger.operations({ operation })
  if (known === undefined) return 'charged'
  const { holds, facts } = known
  // others need not wait until the dead one's turn lapses
  await ledger.release(turnsKey(facts.provider), callOf(operation))
  if (outcome !== null) {
    await ledger.settle(operation, settlementOf(outcome, facts, holds.map(({ bucket }) => bucket)))
    return 'charged'
  }
  const state = await ledger.void(operation)
  if (state === 'voided') return 'unsent'
  if (state === 'sent') await ledger.settle(operation, presumption(holds, facts))
  return 'charged'
}
