import type { AutopackParts } from '../../src/index.ts'
import { crashingJournal } from '@autopack/testkit'

/** One place in a run's life at which its process is killed: before or after the nth call of one member of one port. */
export interface KillPoint {
  /** `journal.append`, `repository.moveRef` … */
  readonly member: string
  /** The first call is 1. */
  readonly at: number
  readonly when: 'before' | 'after'
}

/** A point of a run that was traced. */
export interface TracedPoint extends KillPoint {
  /** A command's use, an artifact's name, the types of events; empty for what has none. */
  readonly about: string
}

/** What a run does to the world, by port; reads are left out. */
const deeds = {
  journal: ['append'],
  artifacts: ['put'],
  baselines: ['put'],
  repository: ['writeTree', 'writeCommit', 'moveRef'],
  workspace: ['create', 'capture', 'keepPrepared', 'remove'],
  models: ['call'],
  ledger: ['sweep', 'record', 'permit', 'reserve', 'markSent', 'settle', 'release', 'void', 'move', 'adjust', 'cooldown', 'observe', 'putBreaker'],
  runner: ['run'],
} as const satisfies Partial<Record<keyof AutopackParts, readonly string[]>>

/** Parts that write each deed into a trace, and that kill this process at the point, if there is one. */
export function killableParts(parts: AutopackParts, point: KillPoint | null, trace: (line: string) => void): AutopackParts {
  const watch = <P extends object>(port: keyof typeof deeds, part: P): P => watched(part, port, deeds[port], point, trace)
  // the model client was made with this very object
  if (parts.ledger !== undefined) Object.assign(parts.ledger, watch('ledger', { ...parts.ledger }))
  const dying = point?.member === 'journal.append' ? crashingJournal(parts.journal, point) : parts.journal
  return {
    ...parts,
    journal: watch('journal', dying),
    artifacts: watch('artifacts', parts.artifacts),
    baselines: watch('baselines', parts.baselines),
    repository: watch('repository', parts.repository),
    workspace: watch('workspace', parts.workspace),
    models: watch('models', parts.models),
    runner: watch('runner', parts.runner),
  }
}

/** The line after a run's last deed; what comes then is clearing up. */
export const endOfRun = 'end'

/** Every point before and after each deed of a traced run, in its order. */
export function killPointsOf(trace: readonly string[]): readonly TracedPoint[] {
  const calls = new Map<string, number>()
  return trace.slice(0, trace.indexOf(endOfRun)).flatMap((line) => {
    const [member = '', about = ''] = line.split(' ')
    const at = (calls.get(member) ?? 0) + 1
    calls.set(member, at)
    return (['before', 'after'] as const).map((when): TracedPoint => ({ member, at, when, about }))
  })
}

function watched<P extends object>(part: P, port: string, members: readonly string[], point: KillPoint | null, trace: (line: string) => void): P {
  const calls = new Map<string, number>()
  const act = async (name: string, input: readonly unknown[], call: () => unknown): Promise<unknown> => {
    const at = (calls.get(name) ?? 0) + 1
    calls.set(name, at)
    // the journal of a process that dies is the testkit's own
    const dies = point !== null && point.member === name && point.at === at && name !== 'journal.append'
    if (dies && point.when === 'before') return die()
    trace(`${name} ${subjectOf(input)}`.trim())
    const result = await call()
    return dies ? die() : result
  }
  return new Proxy(part, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof key !== 'string' || typeof member !== 'function' || !members.includes(key)) return member
      return (...input: unknown[]) => act(`${port}.${key}`, input, () => Reflect.apply(member, target, input))
    },
  })
}

/** The use of a command, the name of an artifact, the types of events. */
function subjectOf(input: readonly unknown[]): string {
  return input.flat().flatMap(nameIn).join(',')
}

function nameIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const key = 'use' in value ? 'use' : 'mediaType' in value ? 'name' : 'data' in value ? 'type' : null
  return key === null ? [] : [String(Reflect.get(value, key))]
}

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return new Promise<never>(() => undefined)
}
