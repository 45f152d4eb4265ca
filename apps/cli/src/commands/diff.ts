import type { ArtifactReference } from '@autopack/contracts'
import type { AttemptView, PhaseView, RunView } from '@autopack/core'
import type { Location } from '../drawing/invocation.ts'
import { attemptsOf, phaseNamed } from '../evidence/chosen.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { type Line, type Tone, span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

interface DiffOptions extends Location {
  readonly attempt?: number
}

/** `autopack diff [RUN] [PHASE]`: exact bytes for a pipe, harmless and coloured on a terminal. */
export async function diff(shell: Shell, named: string | undefined, phase: string | undefined, options: DiffOptions): Promise<ExitCode> {
  if (options.attempt !== undefined && phase === undefined) throw usageError('--attempt needs a phase: autopack diff RUN PHASE --attempt NUMBER.')
  return withRepository(shell, options, { readOnly: true }, async ({ autopack, invocation }) => {
    const view = await autopack.view(await latestRun(shell, autopack, named))
    const references = phase === undefined ? ofRun(view) : ofPhase(phaseNamed(view, phase), options.attempt)
    if (references.length === 0) shell.err.print([[phase === undefined ? 'nothing kept yet' : 'no change yet']])
    if (phase === undefined) shell.err.print(notKept(view).map((id) => [span(`not kept, of ${id}: ${invocation('diff', view.run, id)}`, 'quiet')]))
    for (const reference of references) {
      const body = await autopack.artifact(view.run, reference.hash)
      if (body === null) shell.err.print([[span('erased', 'warn'), ` ${reference.name} (${reference.hash.slice(0, 12)})`]])
      else printDiff(shell, new TextDecoder().decode(body))
    }
    return 0
  })
}

/** What is on the branch, in its order. */
function ofRun(view: RunView): readonly ArtifactReference[] {
  const kept = Object.values(view.phases).filter(isKept)
  return kept.toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0)).flatMap((phase) => ofPhase(phase, undefined))
}

/** Phases with a change that waits, was refused or was taken back. */
function notKept(view: RunView): readonly string[] {
  return Object.values(view.phases).filter((phase) => !isKept(phase) && ofPhase(phase, undefined).length > 0).map(({ slice }) => slice.id)
}

function isKept({ commit, rolledBack }: PhaseView): boolean {
  return commit !== null && !rolledBack
}

/** The newest change of a phase, or that of one attempt. */
function ofPhase(phase: PhaseView, attempt: number | undefined): readonly ArtifactReference[] {
  return attemptsOf(phase, attempt).flatMap(changeOf).slice(-1)
}

function changeOf({ judge }: AttemptView): readonly ArtifactReference[] {
  return judge === null || judge.kind === 'empty' ? [] : [judge.diff]
}

function printDiff(shell: Shell, text: string): void {
  if (shell.stdout.isTerminal) shell.out.print(text.trimEnd().split('\n').map(diffLine))
  else shell.stdout.write(text)
}

const tones: readonly (readonly [string, Tone])[] = [['diff ', 'strong'], ['+++', 'strong'], ['---', 'strong'], ['@@', 'accent'], ['+', 'good'], ['-', 'bad']]

function diffLine(line: string): Line {
  const tone = tones.find(([start]) => line.startsWith(start))?.[1]
  return [tone === undefined ? line : span(line, tone)]
}
