import type { RunView } from '../view/run-view.ts'
import type { Command } from './command.ts'
import type { Policies } from './policies.ts'

/** A rule answers when it is its turn, or passes with null. */
export type Rule = (view: RunView, policies: Policies) => Command | null
