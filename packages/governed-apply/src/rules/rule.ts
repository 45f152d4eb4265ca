import type { ChangeReason, JudgeRequest, LiftableRule, ObjectId, Repository, TreeChange } from '@autopack/contracts'
import type { ChangedFile } from '../content/changed-file.ts'
import { plainPath } from '../paths/normal-path.ts'
import type { PythonReader } from '../syntax/python-errors.ts'
import { pathMatcher } from '../paths/path-matcher.ts'

export interface RuleInput {
  readonly request: JudgeRequest
  /** What the change does to `base`, never empty. */
  readonly changes: readonly TreeChange[]
  /** The tree that would be kept. */
  readonly tree: ObjectId
  readonly repository: Repository
  /** Bodies of the files it writes or takes away; read once, when the first rule asks. */
  readonly files: () => Promise<readonly ChangedFile[]>
  /** The same, a renamed file with what it held under its old name. */
  readonly renamed: () => Promise<readonly ChangedFile[]>
  /** Null: no process may be run. */
  readonly python: PythonReader | null
}

export interface Objection {
  /** `ask`: a person may allow it. `deny`: the change goes back. */
  readonly verdict: 'ask' | 'deny'
  readonly reason: Omit<ChangeReason, 'rule'>
}

/** One thing a change may not do. Returns an objection for each place; none when it has nothing to say. */
export interface Rule {
  readonly name: string
  readonly judge: (input: RuleInput) => readonly Objection[] | Promise<readonly Objection[]>
}

/** A rule that needs nothing but the path, so that it also speaks before anything is built. */
export interface PathRule {
  readonly name: string
  /** Compiled once for a phase's scope and policy, then asked of each path. */
  readonly judge: (limits: Pick<JudgeRequest, 'scope' | 'policy'>) => (path: string) => Objection | null
}

export function deny(path: string | null, message: string, remedy: string | null): Objection {
  return { verdict: 'deny', reason: { path, message, remedy } }
}

export function ask(path: string | null, message: string, remedy: string | null): Objection {
  return { verdict: 'ask', reason: { path, message, remedy } }
}

/** Whether the plan lifts a rule for a path: in exactly that spelling. */
export function liftedBy({ allow }: Pick<JudgeRequest, 'allow'>, rule: LiftableRule): (path: string) => boolean {
  const lifted = pathMatcher(allow?.[rule] ?? [], { ignoreCase: false })
  return (path) => lifted(plainPath(path))
}

export function liftRemedy(rule: LiftableRule): string {
  return `if the goal needs it, name the path under allow.${rule} of the phase`
}
