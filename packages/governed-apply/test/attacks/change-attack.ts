import type { ChangeFormat } from '../../src/index.ts'

/** A change that harms what lies outside of `src/`, or puts there what is no plain file. */
export interface ChangeAttack {
  readonly id: string
  readonly attackClass: string
  readonly mechanism: string
  /** How it is handed in, and what an ordinary tool does with it: writes files, or gives it to `git apply`, `git apply --unsafe-paths` or `patch -p1`. */
  readonly tool: 'files' | 'git' | 'git-unsafe' | 'patch'
  readonly format: ChangeFormat
  readonly text: string
}

type Row = string | { readonly text: string; readonly tool?: ChangeAttack['tool']; readonly format?: ChangeFormat }

/** Cases of one class from a table: mechanism → the change. */
export function changesOf(attackClass: string, given: { readonly tool: ChangeAttack['tool']; readonly format: ChangeFormat }, rows: Readonly<Record<string, Row>>): readonly ChangeAttack[] {
  return Object.entries(rows).map(([mechanism, row]) => ({ id: `${attackClass}/${mechanism}`, attackClass, mechanism, ...given, ...(typeof row === 'string' ? { text: row } : row) }))
}
