import type { EventData, JournalEvent } from '@autopack/contracts'
import { createFakeWorld, samplePolicy, sampleStrategy, type FakeWorld, type StrategySample, type WorldScript } from '@autopack/testkit'
import { onTestFinished } from 'vitest'
import { createEngine, type Engine } from './create-engine.ts'
import type { EngineParts } from './parts.ts'
import type { RunView } from './view/run-view.ts'

export interface InWorld {
  readonly world: FakeWorld
  readonly engine: Engine
  /** States, attempts and alerts of the run, one line each, in order. */
  story(): Promise<string[]>
  events(): Promise<JournalEvent[]>
  view(): Promise<RunView>
}

/** A run called `r` of the sample strategy in a world of fakes, created and not yet advanced. */
export async function inWorld(sample: StrategySample, script: WorldScript = {}, parts: Partial<EngineParts> = {}): Promise<InWorld> {
  const world = await createFakeWorld(script)
  onTestFinished(() => world.remove())
  const engine = createEngine({ ...world, ...parts })
  await engine.create({ run: 'r', created: await createdFor(world, sample, script) })
  const events = async (): Promise<JournalEvent[]> => {
    const all: JournalEvent[] = []
    for await (const event of engine.events('r')) all.push(event)
    return all
  }
  return { world, engine, events, view: async () => engine.view('r'), story: async () => (await events()).flatMap(tell) }
}

export async function createdFor(world: FakeWorld, sample: StrategySample, script: WorldScript = {}): Promise<EventData['run-create']> {
  const { head } = await world.repository.inspect()
  const strategy = sampleStrategy(sample)
  const setupKey = strategy.workspace.setup.length === 0 ? null : await world.workspace.setupKey(head, strategy.workspace.setup.map(({ run }) => run))
  return {
    project: 'sample',
    strategy,
    policy: samplePolicy,
    planDirectory: '/plan',
    plan: {},
    base: head,
    target: 'main',
    branch: 'autopack/r',
    engineVersion: world.engineVersion,
    auditorAvailable: script.auditor ?? false,
    setupKey,
    parent: null,
    author: { name: 'Autopack', email: 'autopack@localhost' },
  }
}

function tell(event: JournalEvent): string[] {
  switch (event.type) {
    case 'run-state':
      return [`run ${event.data.to}`]
    case 'phase-state':
      return [`${event.data.phase} ${event.data.to}`]
    case 'tier-state':
      return [`tier ${event.data.tier} ${event.data.to}`]
    case 'attempt-start':
      return [`${event.data.phase} attempt ${event.data.attempt}`]
    case 'cap-alert':
      return [`${event.data.cap} ${event.data.level}`]
    default:
      return []
  }
}
