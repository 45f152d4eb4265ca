import type { ArtifactReference } from './artifacts.ts'
import type { FileOperation } from './file-operation.ts'
import type { Hint } from './hint.ts'
import type { MeteredModel } from './model/client.ts'
import type { PhaseSlice } from './strategy.ts'

export interface BuildRequest {
  readonly run: string
  readonly phase: PhaseSlice
  /** 1 for the first. */
  readonly attempt: number
  /** Failed attempts that count for escalation. */
  readonly failedAttempts: number
  readonly hints: readonly Hint[]
  /** Absolute root of the checkout to change. Whatever differs from its commit afterwards is the change. */
  readonly checkout: string
  /** The plan's own folder, absolute, readable. */
  readonly planDirectory: string
  readonly timeoutMs: number
  readonly marker: string
}

export interface BuildContext {
  readonly model: MeteredModel
  /** Keeps evidence: output, answers. */
  keep(name: string, mediaType: string, body: string): Promise<ArtifactReference>
  readonly signal: AbortSignal
}

/** `quota`: the model may not be called yet; the attempt goes on after the reset. */
export type BuildFailureKind = 'builder_error' | 'format' | 'timeout' | 'budget' | 'quota' | 'infrastructure' | 'authentication' | 'no_model'

export type BuildOutcome =
  /** The checkout holds the proposal; `edits` are made after it, all or none, by who judges changes. `family`: of the model that wrote it, null for tools and people. */
  | { readonly kind: 'proposed'; readonly summary: string; readonly family: string | null; readonly evidence: readonly ArtifactReference[]; readonly edits?: readonly FileOperation[] }
  | { readonly kind: 'failed'; readonly failure: BuildFailureKind; readonly message: string; readonly evidence: readonly ArtifactReference[] }
  /** A person or an editor has been asked; call again later. Nothing is lost meanwhile. */
  | { readonly kind: 'waiting'; readonly message: string }

/** Proposes a change by editing a checkout, or by writing down what to edit. Contract 1. */
export interface Builder {
  readonly contract: 1
  readonly kind: 'command' | 'model' | 'file'
  /** `scope`: a checkout of the files that the phase's scope matches is enough, and far faster made of a large repository. Default: the whole tree. */
  readonly needs?: 'scope'
  /** Never throws for a bad proposal; throws only for a broken host. On abort it ends what it started and returns `failed`. Not idempotent: each call gets a fresh checkout, `waiting` aside. */
  build(request: BuildRequest, context: BuildContext): Promise<BuildOutcome>
}
