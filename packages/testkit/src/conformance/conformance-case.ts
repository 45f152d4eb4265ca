/** One promise of a port, to be run by any test runner: `test(case.name, case.run)`. */
export interface ConformanceCase {
  readonly name: string
  /** Rejects where the promise is broken. */
  readonly run: () => Promise<void>
}
