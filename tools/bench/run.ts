// Measures what is promised of speed, prints it as tables and keeps it in results.md and results.json.
// `npm run bench` measures everything, `npm run bench -- NAME …` what is named.
import type { Bench } from './bench.ts'
import { checkout } from './benches/checkout.ts'
import { commandDecision } from './benches/command-decision.ts'
import { commandStart } from './benches/command-start.ts'
import { fold } from './benches/fold.ts'
import { governedPhase } from './benches/governed-phase.ts'
import { isolation } from './benches/isolation.ts'
import { journalAppend } from './benches/journal-append.ts'
import { judgeChange } from './benches/judge-change.ts'
import { ledgerSettle } from './benches/ledger-settle.ts'
import { modelCall } from './benches/model-call.ts'
import { routeDecide } from './benches/route-decide.ts'
import { wholeRun } from './benches/whole-run.ts'
import { withPlace, type Place } from './place.ts'
import { describeMachine } from './report/machine.ts'
import { keepResults, type Outcome } from './report/results.ts'
import { table } from './report/table.ts'

const benches: readonly Bench[] = [governedPhase, wholeRun, journalAppend, fold, commandStart, routeDecide, ledgerSettle, modelCall, judgeChange, checkout, commandDecision, isolation]

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !benches.some((bench) => bench.name === name))
if (unknown === undefined) await withPlace(measure)
else {
  console.error(`There is no bench ${unknown}; these are: ${benches.map(({ name }) => name).join(', ')}.`)
  process.exitCode = 2
}

async function measure(place: Place): Promise<void> {
  const outcomes: Record<string, Outcome> = {}
  for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const machine = describeMachine()
    const findings = await bench.run(place)
    console.log(`\n${bench.name}: ${bench.about}\n\n${table(findings)}`)
    outcomes[bench.name] = { about: bench.about, day: new Date(Date.now()).toISOString().slice(0, 10), machine, findings }
  }
  keepResults(benches, outcomes)
}
