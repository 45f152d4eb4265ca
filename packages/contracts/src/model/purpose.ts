import type { PhaseTag } from '../files/plan.ts'

export type ModelRole = 'builder' | 'auditor'
export type Complexity = 'low' | 'medium' | 'high'

/** What a call is for: everything a route may depend on. */
export interface ModelPurpose {
  readonly role: ModelRole
  readonly category: string
  readonly complexity: Complexity
  /** Failed attempts of the phase so far that count for escalation. */
  readonly failedAttempts: number
  /** Families that must not serve this call where another is configured (author ≠ auditor). */
  readonly avoidFamilies: readonly string[]
  /** The part of its category a phase is of (`destructive`, `remote`); null or left out where it has none. */
  readonly subkind?: string | null
  /** Whether the category is one of the dangerous ones: the strongest models come earlier then. Default: false. */
  readonly highRisk?: boolean
  /** The plan says that the phase is critical, or an approved rule demands the strongest model. Default: false. */
  readonly demandsStrongest?: boolean | undefined
  /** Reasoning models serve only what has one of these. Default: none. */
  readonly tags?: readonly PhaseTag[] | undefined
}
