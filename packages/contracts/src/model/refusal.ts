/** No model may serve the call. `message` says what to configure. */
export interface ModelRefusal {
  readonly kind: 'refusal'
  readonly reason: 'no-model' | 'no-price' | 'no-credential'
  readonly message: string
}

/** No call before: every model that may serve is at a limit or told to wait. Nothing was sent. */
export interface QuotaRefusal {
  readonly kind: 'quota'
  /** Wall clock, milliseconds. */
  readonly resetAt: number
  /** The limit of models.yaml, or the provider that said so. */
  readonly limit: string
  readonly message: string
}

export interface BudgetRefusal {
  readonly kind: 'over-budget'
  /** The scope that would be passed. */
  readonly cap: string
  readonly used: number
  readonly limit: number
  readonly message: string
}
