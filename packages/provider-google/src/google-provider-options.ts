import type { Clock } from '@autopack/contracts'
import type { Fetch } from '@autopack/provider-wire'

export interface GoogleProviderOptions {
  /** The provider's name in models.yaml, used in messages. */
  readonly name: string
  /** Default: Google's own, `https://generativelanguage.googleapis.com`. */
  readonly baseUrl?: string
  readonly apiKey: string
  /** For one whole request, the answer's last byte included. */
  readonly timeoutMs: number
  /** Turns "in 20 seconds" and "tomorrow" into a time. */
  readonly clock: Pick<Clock, 'now'>
  /** Default: the platform's. */
  readonly fetch?: Fetch
}

export const googleUrl = 'https://generativelanguage.googleapis.com'
export const googleVersion = 'v1beta'
