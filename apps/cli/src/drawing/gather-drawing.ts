import type { Receipt } from '@autopack/contracts'
import type { Autopack, RunView } from '@autopack/core'
import type { OpenRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { isIncomplete, retryOf } from '../situation/outlook.ts'
import type { Drawing } from './drawing.ts'
import { rejectedKey } from './rejected-key.ts'

const widest = 160

/** Reads what the drawing of a run needs. */
export async function gatherDrawing(shell: Shell, { autopack, configuration, invocation }: OpenRepository, run: string): Promise<Drawing> {
  const view = await autopack.view(run)
  const records = await autopack.runs()
  const record = records.find((candidate) => candidate.run === run)
  return {
    view,
    receipts: await receiptsOf(autopack, view),
    pending: new Set((await autopack.pendingApprovals(run)).map(({ id }) => id)),
    executing: record !== undefined && record.ownerPid !== null && record.ownerPid !== process.pid,
    retriedAs: isIncomplete(view) ? retryOf(run, await Promise.all(records.map((candidate) => autopack.view(candidate.run)))) : null,
    rejectedKey: rejectedKey(view, configuration),
    now: shell.now(),
    symbols: shell.symbols,
    invocation,
    width: shell.stdout.isTerminal ? shell.stdout.columns : widest,
  }
}

async function receiptsOf(autopack: Autopack, view: RunView): Promise<ReadonlyMap<string, Receipt>> {
  const found = await Promise.all(
    Object.values(view.phases).map(async (phase) => {
      const body = phase.receipt === null ? null : await autopack.artifact(view.run, phase.receipt.hash)
      return body === null ? [] : [[phase.slice.id, parseReceipt(body)] as const]
    }),
  )
  return new Map(found.flat())
}

/** Content-addressed and written by the engine: its shape is that of its version. */
function parseReceipt(body: Uint8Array): Receipt {
  return JSON.parse(new TextDecoder().decode(body)) as Receipt
}
