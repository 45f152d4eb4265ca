import type { Routing } from '@autopack/core/node'
import { money } from '../amounts/money.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { type Line, span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

type Explained = Awaited<ReturnType<Routing['explain']>>[number]

/** `autopack explain CALL [RUN]` */
export async function explain(shell: Shell, call: string, named: string | undefined, options: Location & { readonly json?: true }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ autopack, routing }) => {
    const view = await autopack.view(named ?? runOf(call) ?? (await latestRun(shell, autopack, undefined)))
    const all = await routing().explain(view.run)
    const decisions = all.filter(({ operation, phase }) => phase === call || operation === call || operation.startsWith(`${call}/`))
    const wait = view.phases[call]?.waiting ?? null
    if (decisions.length === 0 && wait === null) throw usageError(`Run ${view.run} has no call and no phase with calls that is named ${call}${known(all)}.`)
    for (const decision of decisions) {
      if (options.json === true) shell.stdout.write(jsonLine(decision))
      else shell.out.print(draw(decision))
    }
    // put off before anything was asked for, or since
    if (wait !== null && options.json !== true) shell.out.print([[span(call, 'strong'), span('  waits', 'warn'), `  ${wait.message}`]])
    return 0
  })
}

/** The name of a call begins with that of its run. */
function runOf(call: string): string | undefined {
  return call.includes('/') ? call.split('/')[0] : undefined
}

function known(all: readonly Explained[]): string {
  const phases = [...new Set(all.flatMap(({ phase }) => phase ?? []))]
  return phases.length === 0 ? '; it has none' : `; it has: ${phases.join(', ')}`
}

const certainties: Readonly<Record<NonNullable<Explained['charge']>['certainty'], string>> = {
  reported: 'as the provider reported',
  bridged: 'as was reported through a bridge',
  estimated: 'an estimate: the provider reported nothing usable',
  partial: 'what had been reported, or had come, when it was given up',
  bound: 'the most that it could take: nothing was reported',
}

/** What it cost, how that is known, and by which price. */
function charged(charge: Explained['charge']): Line[] {
  if (charge === null) return []
  const price = charge.priceVersion === null ? '' : `, price of ${charge.priceVersion}`
  return [[span(`  charged ${money(charge.nanoUsd)}, ${certainties[charge.certainty]}${price}`, 'quiet')]]
}

function draw({ operation, at, readable, taken, candidates, charge }: Explained): readonly Line[] {
  const rows = candidates.map((candidate) => [candidate.taken ? span(candidate.model, 'good') : span(candidate.model, 'quiet'), candidate.taken ? 'taken' : 'not', candidate.because])
  const outcome = !readable ? span('  another version recorded it: why is unknown', 'warn') : taken === null ? span('  nothing was sent', 'warn') : ''
  return [[span(operation, 'strong'), outcome, span(`  ${new Date(at).toISOString()}`, 'quiet')], ...columns(rows, { indent: '  ' }), ...charged(charge)]
}
