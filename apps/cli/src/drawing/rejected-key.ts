import type { RunView } from '@autopack/core'
import { readModelsFile } from '@autopack/strategy-engine'
import type { ConfigurationFiles } from '../configuration/configuration-files.ts'

/** The variable of the key that the last call failed by, as models.yaml names it now; null where no key is known. */
export function rejectedKey(view: RunView, { models }: Pick<ConfigurationFiles, 'models'>): string | null {
  const refused = Object.values(view.calls).findLast(({ end }) => end?.failure === 'auth' || end?.failure === 'billing' || end?.failure === 'quotaExhausted')
  if (refused === undefined) return null
  const read = readModelsFile(models)
  if (read.kind === 'invalid') return null
  const provider = read.value.models[refused.model]?.provider
  return provider === undefined ? null : (read.value.providers[provider]?.apiKeyEnv ?? null)
}
