import type { AttemptFailureKind, CapName, EffectKind, Effects, EventData, EventType, JournalEvent } from '@autopack/contracts'
import type { Autopack, RunStop, RunView } from '@autopack/core'

/** A run that has stopped, with everything its journal says. */
export interface Run {
  readonly name: string
  readonly stop: RunStop
  readonly events: readonly JournalEvent[]
  readonly view: RunView
  readonly autopack: Autopack
  /** Executes it until it stops again. */
  again(options?: Parameters<Autopack['advance']>[1]): Promise<Run>
}

/** Executes a run until it stops. */
export async function advanced(autopack: Autopack, name: string, options: Parameters<Autopack['advance']>[1] = {}): Promise<Run> {
  const stop = await autopack.advance(name, options)
  const events: JournalEvent[] = []
  for await (const event of autopack.events(name)) events.push(event)
  return { name, stop, events, view: await autopack.view(name), autopack, again: (next) => advanced(autopack, name, next) }
}

/** The state a run has ended in; the kind of its stop where it has not. */
export function endOf({ stop }: Run): string {
  return stop.kind === 'ended' ? stop.state : stop.kind === 'waiting' ? `waiting for ${stop.for}` : stop.kind
}

/** The run after a person has decided on what it waits for; the same where it asks nothing. */
export async function decided(run: Run, decision: 'approve' | 'reject'): Promise<Run> {
  const [pending] = await run.autopack.pendingApprovals(run.name)
  if (pending === undefined) return run
  await run.autopack.decide(run.name, pending.id, { decision, by: 'ann', note: '' })
  return run.again()
}

/** The data of all events of a type. */
export function dataOf<Type extends EventType>({ events }: Run, type: Type): readonly EventData[Type][] {
  return events.filter((event) => event.type === type).map(({ data }) => data as EventData[Type])
}

export function outcomesOf<Kind extends EffectKind>(run: Run, kind: Kind): readonly Effects[Kind]['outcome'][] {
  return dataOf(run, 'effect-end').filter((end) => end.kind === kind).map(({ outcome }) => outcome as Effects[Kind]['outcome'])
}

/** What CI was judged to be, each time. */
export function judgedOf(run: Run): readonly Extract<Effects['ci']['outcome'], { readonly kind: 'judged' }>[] {
  return outcomesOf(run, 'ci').flatMap((outcome) => (outcome.kind === 'judged' ? [outcome] : []))
}

export function failuresOf(run: Run): readonly AttemptFailureKind[] {
  return dataOf(run, 'attempt-end').flatMap(({ failure }) => failure?.kind ?? [])
}

/** Why attempts failed, in words. */
export function messagesOf(run: Run): string {
  return dataOf(run, 'attempt-end').flatMap(({ failure }) => failure?.message ?? []).join('\n')
}

/** The caps that were reached. */
export function capsOf(run: Run): readonly CapName[] {
  return dataOf(run, 'cap-alert').filter(({ level }) => level === 'reached').map(({ cap }) => cap)
}
