import type { Autopack } from '@autopack/core'
import type { ScriptedReply } from '@autopack/testkit'

/** One run worth keeping: its plan, what its models say and what people do meanwhile. */
export interface Scenario {
  /** Also the run's. */
  readonly name: string
  readonly plan: string
  /** Scripts of the plan's folder. */
  readonly scripts: Readonly<Record<string, string>>
  readonly replies: readonly ScriptedReply[]
  play(stage: Stage): Promise<void>
}

export interface Stage {
  readonly autopack: Autopack
  /** Executes in a process that dies when it appends an event of this type. */
  readonly dieAt: (type: string) => Promise<void>
  /** Executes in a process that dies while a model answers. */
  readonly dieCalling: () => Promise<void>
}
