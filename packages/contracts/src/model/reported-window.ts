/** What a provider says is used of a window of its own, in headers or errors. */
export interface ReportedWindow {
  /** Its own name for it, such as `5h`, `tokens` or `requests`; null where it gave none. */
  readonly name: string | null
  /** `model`: of the model that was asked, and none of the others. Default: of all that the provider serves. */
  readonly scope?: 'model'
  /** A share of the window (0–1), or a count in its unit, of so many as were told. */
  readonly used: { readonly share: number } | { readonly count: number; readonly unit: 'tokens' | 'requests'; readonly limit?: number }
  /** Wall clock, milliseconds; null if it named none. */
  readonly resetAt: number | null
}
