import type { ChangePolicy, PhaseSlice, RunCaps, Strategy } from '@autopack/contracts'

export type PhaseSample = Partial<Omit<PhaseSlice, 'id' | 'tier' | 'caps'>> & { readonly id: string; readonly caps?: Partial<PhaseSlice['caps']> }

export interface StrategySample {
  readonly tiers: Readonly<Record<string, readonly PhaseSample[]>>
  readonly caps?: Partial<RunCaps>
  readonly tierCaps?: Partial<Strategy['tiers'][number]['caps']>
  readonly setup?: Strategy['workspace']['setup']
  readonly approvalExpiresAfterMs?: number | null
}

/** A strategy of generous caps, for tests that do not compile one. */
export function sampleStrategy(sample: StrategySample): Strategy {
  return {
    version: 1,
    safetyProfile: 'normal',
    runType: 'project_build',
    caps: { tokens: 5_000_000, nanoUsd: 10_000_000_000, phases: 25, durationMs: 7_200_000, minorIssues: 75, ...sample.caps },
    tiers: Object.entries(sample.tiers).map(([id, phases]) => ({
      id,
      caps: { tokens: 1_500_000, ciRuns: 10, minorIssues: 10, majorIssues: 0, ...sample.tierCaps },
      phases: phases.map((phase) => samplePhase(id, phase)),
    })),
    workspace: { copy: [], setup: sample.setup ?? [] },
    approvalExpiresAfterMs: sample.approvalExpiresAfterMs ?? null,
  }
}

function samplePhase(tier: string, sample: PhaseSample): PhaseSlice {
  const { caps, ...rest } = sample
  return {
    tier,
    category: 'feature_scaffolding',
    subkind: null,
    complexity: 'medium',
    highRisk: false,
    goal: `Build ${sample.id}.`,
    scope: ['**'],
    deliverables: [],
    dependsOn: [],
    builder: { kind: 'command', run: ['true'] },
    ci: { profile: 'normal', entries: [{ run: ['test'] }] },
    env: {},
    audit: 'if-configured',
    auditorProfile: null,
    autoApply: true,
    ...rest,
    caps: { tokens: { builder: 400_000, auditor: 100_000 }, attempts: 3, auditRounds: 2, durationMs: 900_000, warnAfterMs: 450_000, ...caps },
  }
}

/** A policy that allows every path but `protected/**`, which asks, and `.git/**`, which is denied. */
export const samplePolicy: ChangePolicy = {
  digest: 'sample-policy',
  classes: [
    { name: 'git', globs: ['.git/**'], verdict: 'deny' },
    { name: 'protected', globs: ['protected/**'], verdict: 'ask' },
    { name: 'source', globs: ['**'], verdict: 'allow' },
  ],
  allowPaths: [],
  limits: { files: 1000, changedBytes: 10_000_000 },
}
