import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommandOutcome, CommandRunner, CommandUse } from '@autopack/contracts'
import { isWithin } from '../environment/is-within.ts'
import { printable } from '../output/printable.ts'
import type { CommandPolicy, FixDecision } from './command-policy.ts'
import { fixArgv } from './fix-argv.ts'
import { type Fix, pathsOf } from './fix-schema.ts'
import { gitEnvironment, gitRefusal } from './git-pins.ts'

export interface FixRunnerOptions {
  readonly runner: Pick<CommandRunner, 'run'>
  readonly policy: CommandPolicy
  /** The workspace, absolute: fixes read and write nothing else. */
  readonly root: string
  /** Absolute folder of the objects that the repository borrows, as a throwaway checkout does. Git fixes are refused where it borrows others. Default: none. */
  readonly objects?: string
  /** Put into the environment of every process of a fix. */
  readonly marker: string
  /** Whether node fixes may reach the network. Default: no. */
  readonly network?: boolean
  /** Default: 60 seconds. */
  readonly timeoutMs?: number
}

export type FixOutcome = CommandOutcome | { readonly kind: 'needs-approval'; readonly rule: string; readonly message: string }

export interface FixRunner {
  decide(fix: unknown): FixDecision
  /** Runs what the policy allows; what it asks about only if `approved`. Nothing a person says lifts a deny. */
  run(fix: unknown, options?: { readonly approved?: boolean; readonly signal?: AbortSignal }): Promise<FixOutcome>
}

const outputLimit = 1_000_000

/** Carries out typed fixes in one workspace. */
export function createFixRunner(options: FixRunnerOptions): FixRunner {
  const { runner, policy, marker, objects = null, network = false, timeoutMs = 60_000 } = options
  const root = realpathSync(options.root)
  return {
    decide: (fix) => policy.decide(fix),
    async run(given, { approved = false, signal } = {}) {
      const { verdict, rule, message, fix } = policy.decide(given)
      if (fix === null || verdict === 'deny') return { kind: 'denied', message }
      if (verdict === 'ask' && !approved) return { kind: 'needs-approval', rule: rule ?? '', message }
      const refused = leadsOut(fix, root) ?? (fix.category === 'git' ? await gitRefusal(root, objects) : null)
      if (refused !== null) return { kind: 'denied', message: printable(refused) }
      return runner.run(
        {
          use: uses[fix.category],
          argv: [...fixArgv(fix)],
          cwd: root,
          writable: fix.category === 'git' ? [root, join(root, '.git')] : [root],
          readable: fix.category === 'git' && objects !== null ? [objects] : [],
          env: fix.category === 'git' ? gitEnvironment(root) : {},
          network: network && fix.category === 'node',
          timeoutMs,
          outputLimit,
          marker,
        },
        signal,
      )
    },
  }
}

const uses: Readonly<Record<Fix['category'], CommandUse>> = { git: 'git_fix', file: 'file_fix', python: 'python_fix', node: 'node_fix' }

/** Why a path cannot be touched: links lead out of the workspace, or into git's folder. Null when none does. */
function leadsOut(fix: Fix, root: string): string | null {
  const out = pathsOf(fix).find((path) => {
    const real = realOf(join(root, path))
    return !isWithin(real, root) || isWithin(real, join(root, '.git'))
  })
  return out === undefined ? null : `${out} leads out of the workspace: name a path whose folders are no links.`
}

/** Where a path leads; for what does not exist, its innermost folder that does. */
function realOf(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return realOf(dirname(path))
}
