import type { ModelsFile, Quota } from '@autopack/contracts'

/** The keys of the models whose calls a limit counts. */
export function modelsUnder({ provider, model }: Quota, { models }: ModelsFile): readonly string[] {
  return Object.keys(models).filter((key) => (model ?? key) === key && (provider ?? models[key]?.provider) === models[key]?.provider)
}
