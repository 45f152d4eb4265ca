import type { ModelsFile, PricingFile } from '@autopack/contracts'

/** Something that each file alone cannot know. */
export interface ModelsProblem {
  readonly file: 'models' | 'pricing'
  /** Keys and indexes from the document's root, for its line and column. */
  readonly path: readonly (string | number)[]
  /** What is wrong and what is allowed. */
  readonly message: string
}

/** Checks models.yaml and pricing.yaml against each other. Empty when they agree. */
export function validateModels(models: ModelsFile, pricing: PricingFile): readonly ModelsProblem[] {
  return [...unknownProviders(models), ...missingPrices(models, pricing), ...unknownModels(models)]
}

function unknownProviders({ models, providers }: ModelsFile): ModelsProblem[] {
  return Object.entries(models)
    .filter(([, model]) => !Object.hasOwn(providers, model.provider))
    .map(([key, model]) => ({ file: 'models', path: ['models', key, 'provider'], message: `unknown provider \`${model.provider}\`; ${known('providers', providers)}` }))
}

function missingPrices({ models }: ModelsFile, { prices }: PricingFile): ModelsProblem[] {
  return Object.entries(models)
    .filter(([key, model]) => model.billing === 'metered' && !Object.hasOwn(prices, key))
    .map(([key]) => ({ file: 'models', path: ['models', key, 'billing'], message: `\`metered\` needs a price: add \`prices.${key}\` to pricing.yaml, or use \`subscription\` or \`free\`` }))
}

function unknownModels({ models, roles }: ModelsFile): ModelsProblem[] {
  return Object.entries(roles).flatMap(([role, chains]) =>
    Object.entries(chains ?? {}).flatMap(([complexity, chain]) =>
      chain.flatMap((key, index): ModelsProblem[] =>
        Object.hasOwn(models, key) ? [] : [{ file: 'models', path: ['roles', role, complexity, index], message: `unknown model \`${key}\`; ${known('models', models)}` }],
      ),
    ),
  )
}

function known(what: string, table: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(table)
  return names.length === 0 ? `\`${what}\` is empty` : `\`${what}\` has ${names.join(', ')}`
}
