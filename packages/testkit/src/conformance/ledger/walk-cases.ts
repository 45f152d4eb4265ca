import type { ConformanceCase } from '../conformance-case.ts'
import type { LedgerCaseBuilder } from './ledger-case.ts'
import { ledgerWalk } from './ledger-walk.ts'

const WALKS = 8
const LENGTH = 3000

/** The same walks every time; a property tester finds others with `ledgerWalk`. */
export function walkCases(on: LedgerCaseBuilder): ConformanceCase[] {
  return Array.from({ length: WALKS }, (_, walk) => on(`walk ${walk + 1} agrees with the model at every step`, (trial) => ledgerWalk(trial, choicesOf(walk + 1))))
}

function choicesOf(seed: number): number[] {
  let state = seed
  return Array.from({ length: LENGTH }, () => {
    // Park and Miller's generator; its low bits are as good as its high ones
    state = (state * 48_271) % 2_147_483_647
    return state
  })
}
