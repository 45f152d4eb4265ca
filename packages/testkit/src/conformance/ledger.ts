import type { ConformanceCase } from './conformance-case.ts'
import { durableCases, repairCases } from './ledger/durable-cases.ts'
import { healthCases } from './ledger/health-cases.ts'
import { ledgerCases } from './ledger/ledger-case.ts'
import type { LedgerConformanceOptions } from './ledger/ledger-subject.ts'
import { lifeCases } from './ledger/life-cases.ts'
import { processCases } from './ledger/process-cases.ts'
import { reportCases } from './ledger/report-cases.ts'
import { reserveCases } from './ledger/reserve-cases.ts'
import { settleCases } from './ledger/settle-cases.ts'
import { walkCases } from './ledger/walk-cases.ts'

export type { LedgerConformanceOptions, LedgerProcesses, LedgerSubject } from './ledger/ledger-subject.ts'

/** What every `Ledger` must do, as cases for any test runner; each on a ledger of its own. */
export function ledgerConformance(options: LedgerConformanceOptions): readonly ConformanceCase[] {
  const on = ledgerCases(options)
  const { durable, repairable, processes } = options.capabilities
  return [
    ...reserveCases(on),
    ...settleCases(on),
    ...lifeCases(on),
    ...reportCases(on),
    ...healthCases(on),
    ...walkCases(on),
    ...(durable ? durableCases(on) : []),
    ...(repairable ? repairCases(on) : []),
    ...(processes === null ? [] : processCases(on, processes)),
  ]
}
