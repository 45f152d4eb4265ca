import type { ConformanceCase } from './conformance-case.ts'
import { appendCases } from './journal/append-cases.ts'
import { chainCases, durableCases, tamperCases } from './journal/chain-cases.ts'
import { journalCases } from './journal/journal-case.ts'
import type { JournalConformanceOptions } from './journal/journal-subject.ts'
import { leaseCases } from './journal/lease-cases.ts'
import { mailboxCases } from './journal/mailbox-cases.ts'
import { processCases } from './journal/process-cases.ts'

export type { JournalConformanceOptions, JournalProcesses, JournalSubject } from './journal/journal-subject.ts'

/** What every `Journal` must do, as cases for any test runner; each on a store of its own. */
export function journalConformance(options: JournalConformanceOptions): readonly ConformanceCase[] {
  const on = journalCases(options)
  const { durable, tamperEvident, processes } = options.capabilities
  return [
    ...leaseCases(on),
    ...appendCases(on),
    ...mailboxCases(on),
    ...chainCases(on),
    ...(tamperEvident ? tamperCases(on) : []),
    ...(durable ? durableCases(on) : []),
    ...(processes === null ? [] : processCases(on, processes)),
  ]
}
