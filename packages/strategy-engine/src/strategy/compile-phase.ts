import { posix } from 'node:path'
import type { Allowances, CategorySlice, CiEntry, PhaseSlice, PlanPhase, StrategyFile } from '@autopack/contracts'
import { AutopackError } from '@autopack/contracts'
import type { Resolved } from '../configuration/resolved.ts'
import { findCategory, profileOf } from '../plan/find-category.ts'

const minute = 60_000

/** What a phase is compiled under. */
export interface PhaseTerms {
  readonly tier: string
  readonly resolved: Resolved
  /** Without one, phases that need none are planned unaudited. */
  readonly auditorAvailable: boolean
}

/** One phase with everything the engine enforces. Throws `AUTOPACK_PLAN_UNCHECKED` for what `checkPlan` refuses. */
export function compilePhase(phase: PlanPhase, terms: PhaseTerms): PhaseSlice {
  const { resolved } = terms
  const category = findCategory(phase, resolved)
  if (category === null) throw unchecked(phase, 'category')
  const audit = auditOf(phase, category, terms.auditorAvailable)
  return {
    id: phase.id,
    tier: terms.tier,
    category: phase.category,
    subkind: phase.subkind ?? null,
    complexity: complexityOf(phase, category),
    highRisk: category.highRisk ?? false,
    tags: phase.tags ?? [],
    critical: phase.risk === 'critical',
    goal: phase.goal,
    scope: phase.scope.map((glob) => within(phase.root, glob)),
    deliverables: (phase.deliverables ?? []).map((path) => within(phase.root, path)),
    allow: allowOf(phase),
    dependsOn: phase.dependsOn ?? [],
    builder: phase.builder ?? { kind: 'model' },
    ci: ciOf(phase, category, resolved),
    env: phase.env ?? {},
    audit,
    auditorProfile: category.auditorProfile ?? null,
    autoApply: category.autoApply || resolved.policy.autoApply.value.includes(phase.category),
    caps: capsOf(phase, category, audit, resolved.phase.value),
  }
}

function allowOf({ root, allow = {} }: PlanPhase): Allowances {
  return Object.fromEntries(Object.entries(allow).map(([rule, globs]) => [rule, globs.map((glob) => within(root, glob))]))
}

function auditOf(phase: PlanPhase, category: CategorySlice, available: boolean): PhaseSlice['audit'] {
  if (phase.auditor === 'required' || category.auditorProfile !== undefined) return 'required'
  return phase.auditor === 'none' || !available ? 'none' : 'if-configured'
}

function complexityOf(phase: PlanPhase, category: CategorySlice): PhaseSlice['complexity'] {
  if (typeof category.complexity === 'string') return phase.complexity ?? category.complexity
  const complexity = phase.subkind === undefined ? undefined : category.complexity[phase.subkind]
  if (complexity === undefined) throw unchecked(phase, 'subkind')
  return complexity
}

function capsOf(phase: PlanPhase, category: CategorySlice, audit: PhaseSlice['audit'], defaults: StrategyFile['phase']): PhaseSlice['caps'] {
  const tokens = category.tokens ?? defaults.tokensByComplexity[complexityOf(phase, category)]
  const auditor = audit === 'none' ? 0 : Math.round(tokens * defaults.roleShare.auditor)
  const durationMs = Math.ceil((phase.timeout ?? defaults.minutes) * minute)
  return {
    tokens: { builder: tokens - auditor, auditor },
    attempts: category.builderAttempts,
    auditRounds: category.auditRounds,
    durationMs,
    warnAfterMs: Math.floor(durationMs * defaults.warnAt),
  }
}

function ciOf(phase: PlanPhase, category: CategorySlice, resolved: Resolved): PhaseSlice['ci'] {
  if (phase.ci === 'none') return null
  const profile = profileOf(phase, category)
  const entries = profile === null ? phase.ci : resolved.ci[profile].value
  if (!Array.isArray(entries)) throw unchecked(phase, 'ci')
  return { profile: profile ?? 'own', entries: entries.map((entry: CiEntry) => rooted(entry, phase.root)) }
}

function rooted(entry: CiEntry, root: string | undefined): CiEntry {
  return root === undefined ? entry : { ...entry, cwd: within(root, entry.cwd ?? '.') }
}

function within(root: string | undefined, path: string): string {
  return root === undefined ? path : posix.join(root, path)
}

function unchecked(phase: PlanPhase, key: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_PLAN_UNCHECKED',
    message: `The phase ${phase.id} cannot be compiled because of its ${key}; report what checkPlan says before compiling.`,
    details: { phase: phase.id, key },
  })
}
