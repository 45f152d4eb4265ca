import type { ChangePolicy, PolicyFile, Strategy } from '@autopack/contracts'
import { AutopackError } from '@autopack/contracts'
import { canonicalDigest } from '../digest/canonical-digest.ts'

/** What Autopack may not change about itself without a person, whatever a project grants. */
const lockedInSelfUpgrade: readonly string[] = ['security', 'schema', 'infrastructure']

export interface PolicyOptions {
  readonly policyFile: PolicyFile
  readonly runType: Strategy['runType']
  /** Globs the project grants. */
  readonly allowPaths: readonly string[]
}

/** The frozen change policy of a run, its classes in the order of the file. Throws `AUTOPACK_POLICY_INCOMPLETE` for a table without a verdict. */
export function compilePolicy(options: PolicyOptions): ChangePolicy {
  const { policyFile, allowPaths } = options
  const classes = Object.entries(policyFile.classes).map(([name, globs]) => compileClass(name, globs, options))
  const body = { classes, allowPaths, limits: policyFile.limits }
  return { digest: canonicalDigest(body), ...body }
}

function compileClass(name: string, globs: readonly string[], options: PolicyOptions): ChangePolicy['classes'][number] {
  const table = options.policyFile.runTypes[options.runType]
  const verdict = Object.hasOwn(table, name) ? table[name] : undefined
  if (verdict === undefined) throw incomplete(name, options.runType)
  const locked = options.runType === 'self_upgrade' && lockedInSelfUpgrade.includes(name)
  if (!locked) return { name, globs, verdict }
  return { name, globs, verdict: verdict === 'allow' ? 'ask' : verdict, locked }
}

function incomplete(name: string, runType: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_POLICY_INCOMPLETE',
    message: `The policy has no verdict for the class ${name} under runTypes.${runType}; add allow, ask or deny.`,
    details: { class: name, runType },
  })
}
