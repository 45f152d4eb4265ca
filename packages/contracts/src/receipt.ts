import type { ChangeReason, ObjectId } from './change.ts'
import type { CiVerdict } from './ci.ts'
import type { IsolationLevel } from './command.ts'
import type { Finding } from './auditor.ts'
import type { NanoUsd } from './money.ts'

/** The evidence a finished phase carries; kept as an artifact whose hash the journal names. */
export interface Receipt {
  readonly version: 1
  readonly id: string
  readonly run: string
  readonly phase: string
  readonly attempt: number
  readonly base: ObjectId
  readonly tree: ObjectId
  readonly commands: readonly { readonly run: readonly string[]; readonly exitCode: number | null; readonly durationMs: number }[]
  /** How well the commands were isolated; null where none ran. */
  readonly isolation: IsolationLevel | null
  readonly ci: CiVerdict | null
  readonly testsBefore: { readonly passed: number; readonly failed: number; readonly skipped: number } | null
  readonly audit: 'unaudited' | { readonly verdict: 'approve' | 'reject'; readonly model: string; readonly independent: boolean; readonly findings: readonly Finding[] }
  readonly approval: { readonly id: string; readonly by: string; readonly asks: readonly ChangeReason[] } | null
  readonly linesAdded: number
  readonly linesDeleted: number
  readonly tokens: number
  readonly nanoUsd: NanoUsd
}
