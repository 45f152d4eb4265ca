/** An attack with both its stages: by an ordinary tool, and by ours. */
export interface StagedAttack {
  readonly id: string
  readonly attackClass: string
  readonly mechanism: string
  /** The weakest isolation that holds it; null: no process of it is run. */
  readonly heldAt: 1 | 3 | null
  /** Whether it succeeds with an ordinary tool. */
  readonly succeeds: () => boolean | Promise<boolean>
  /** What harm it does to ours; null: none. */
  readonly harm: () => string | null | Promise<string | null>
}

export type Stages = Pick<StagedAttack, 'succeeds' | 'harm'>

/** Attacks of one class from a table: mechanism → its stages. */
export function stagedAttacks(attackClass: string, rows: Readonly<Record<string, Stages>>, heldAt: StagedAttack['heldAt'] = null): readonly StagedAttack[] {
  return Object.entries(rows).map(([mechanism, stages]) => ({ id: `${attackClass}/${mechanism}`, attackClass, mechanism, heldAt, ...stages }))
}
