import type { Fetch } from '@autopack/provider-wire'

/** The SDK's errors carry no headers; the response that they came from does. */
export function watchedFetch(fetch: Fetch): { readonly fetch: Fetch; failed(): Response | null } {
  let last: Response | null = null
  return {
    fetch: async (url, init) => (last = await fetch(url, init)),
    failed: () => (last === null || last.ok ? null : last),
  }
}
