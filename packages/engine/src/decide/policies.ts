import type { QualityGate } from '@autopack/contracts'

/** The pure judgements the engine borrows from other packages. */
export interface Policies {
  readonly gate: QualityGate
}
