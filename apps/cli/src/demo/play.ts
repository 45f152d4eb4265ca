import { AutopackError, type JournalEvent } from '@autopack/contracts'
import type { Autopack } from '@autopack/core'
import { approve } from '../commands/decide.ts'
import { promote } from '../commands/promote.ts'
import { show } from '../commands/show.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Shell } from '../shell.ts'
import type { Line } from '../terminal/span.ts'
import type { Crash } from './crash.ts'
import { drawCommand, drawCrash, drawRepetition } from './drawings.ts'
import { fitLine } from './fit-line.ts'
import { createDemoNarrator } from './narrator.ts'
import { drawRefusedChange } from './refused-change.ts'
import type { Stage } from './stage.ts'
import { findRepetition, type Repetition } from './work.ts'
import { startWorker } from './worker.ts'

export interface Theatre {
  readonly shell: Shell
  readonly stage: Stage
  /** Looks and nothing else: what executes the run is a process of its own. */
  readonly autopack: Autopack
  readonly crash: Crash
  readonly interrupted: AbortSignal
}

/** The demo from its first command to its last. Returns what was done twice because of the crash; throws the reason of an interruption. */
export async function play({ shell, stage, autopack, crash, interrupted }: Theatre): Promise<Repetition> {
  const { run, root } = stage
  const narrator = createDemoNarrator(shell.symbols)
  const width = shell.stdout.isTerminal ? shell.stdout.columns : 160
  const print = (lines: readonly Line[]): void => shell.out.print(lines.map((line) => fitLine(line, width, shell.symbols.ellipsis)))
  let seen = 0

  async function tell(event: JournalEvent): Promise<void> {
    if (event.seq <= seen) return
    seen = event.seq
    print(narrator.tell(event))
    print(await drawRefusedChange(autopack, run, event))
  }

  /** Runs a command in a process of its own until that ends; `due` null stands for being killed. */
  async function execute(words: readonly string[], due: ExitCode | null): Promise<void> {
    interrupted.throwIfAborted()
    const worker = startWorker({ args: words, cwd: root, environment: stage.environment, onEvent: tell })
    crash.aimAt(worker)
    interrupted.addEventListener('abort', () => void worker.kill())
    print(drawCommand(words, `process ${worker.pid}`))
    const { exitCode, stderr } = await worker.ended.finally(async () => worker.kill())
    interrupted.throwIfAborted()
    // what a killed process did not come to say stands in the journal
    for await (const event of autopack.events(run, seen + 1)) await tell(event)
    if (exitCode !== due) throw unforeseen(words.join(' '), exitCode === null ? 'a signal' : String(exitCode), root, stderr)
  }

  await execute(['run', stage.plan, '--run-id', run], null)
  const crashed = await autopack.view(run)
  print(drawCrash(crashed, crash.killed))
  await execute(['resume', run], 3)
  const repetition = findRepetition(await Array.fromAsync(autopack.events(run)), crashed.seq)
  print(drawRepetition(repetition, shell.symbols))
  print(drawCommand(['approve', run], 'the demo plays the person here'))
  await approve(shell, run, undefined, { repo: root })
  await execute(['resume', run], 0)
  print(drawCommand(['promote', run], ''))
  await promote(shell, run, { repo: root })
  print(drawCommand(['show', run], ''))
  await show(shell, run, { repo: root })
  return repetition
}

function unforeseen(command: string, ended: string, root: string, stderr: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_DEMO_FAILED', message: `autopack ${command} was ended by ${ended}, which the demo does not expect. Look into ${root}, which is kept, and at what it said: ${stderr}` })
}
