const marker = Symbol.for('autopack.error')

/** The fields every Autopack error carries. `details` is JSON-safe and holds no secrets. */
export interface AutopackErrorOptions {
  /** Stable, `AUTOPACK_` + upper snake case; listed in docs/errors.md. */
  readonly code: `AUTOPACK_${string}`
  /** What is wrong, and what to do next. */
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** The one base of all thrown errors. Expected outcomes are returned as unions, never thrown. */
export class AutopackError extends Error {
  static readonly marker: symbol = marker
  readonly code: `AUTOPACK_${string}`
  readonly details: Readonly<Record<string, unknown>>

  constructor(options: AutopackErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = options.code
    this.details = options.details ?? {}
    Object.defineProperty(this, marker, { value: true })
  }

  /** True for any Autopack error, also one thrown by another copy of this package. */
  static isInstance(value: unknown): value is AutopackError {
    return typeof value === 'object' && value !== null && Reflect.get(value, marker) === true
  }
}
