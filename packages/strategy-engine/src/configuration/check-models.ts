import type { ModelsFile } from '@autopack/contracts'
import { didYouMean } from '../problem/closest-name.ts'
import type { Path } from '../problem/path.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding } from '../problem/problem.ts'

/** Models name providers that exist and have room for an answer, roles, limits and routing name models that do, a limit's are of its provider, and time zones are known. */
export function checkModels(file: ModelsFile): Finding[] {
  const providers = Object.keys(file.providers)
  const models = Object.keys(file.models)
  return [
    ...Object.entries(file.models).flatMap(([key, model]) => [...known('provider', model.provider, providers, ['models', key, 'provider']), ...roomFor(key, model)]),
    ...Object.entries(file.roles).flatMap(([role, chains]) =>
      Object.entries(chains ?? {}).flatMap(([complexity, chain]) =>
        chain.flatMap((model, index) => known('model', model, models, ['roles', role, complexity, index])),
      ),
    ),
    ...Object.entries(file.limits ?? {}).flatMap(([name, { provider, model, window }]) => [
      ...(provider === undefined ? [] : known('provider', provider, providers, ['limits', name, 'provider'])),
      ...(model === undefined ? [] : known('model', model, models, ['limits', name, 'model'])),
      ...(provider === undefined || model === undefined || !providers.includes(provider) ? [] : ofItsProvider(provider, model, file, ['limits', name, 'model'])),
      ...(window.kind === 'calendar' ? knownZone(window.timeZone, ['limits', name, 'window', 'timeZone']) : []),
    ]),
    ...Object.entries(file.routing?.fallbacks ?? {}).flatMap(([category, chain]) => chain.flatMap((model, index) => known('model', model, models, ['routing', 'fallbacks', category, index]))),
    ...(file.routing?.strongest?.models ?? []).flatMap((model, index) => known('model', model, models, ['routing', 'strongest', 'models', index])),
  ]
}

/** A window smaller than the answer it must hold is a slip: hardly a call would fit. */
function roomFor(key: string, { contextWindow, maxOutputTokens }: ModelsFile['models'][string]): Finding[] {
  if (contextWindow === undefined || contextWindow >= maxOutputTokens) return []
  return [{ path: ['models', key, 'contextWindow'], message: `request and answer together may have ${contextWindow} tokens, the answer alone ${maxOutputTokens}: raise it, or lower \`maxOutputTokens\`` }]
}

/** The two that never meet would protect nothing. */
function ofItsProvider(provider: string, model: string, { models }: ModelsFile, path: Path): Finding[] {
  const owner = models[model]?.provider
  if (owner === undefined || owner === provider) return []
  return [{ path, message: `the model \`${model}\` is of the provider \`${owner}\`, not of \`${provider}\`: this limit would count nothing; leave \`provider\` out, or name \`${owner}\`` }]
}

function knownZone(timeZone: string, path: Path): Finding[] {
  try {
    Intl.DateTimeFormat('en-US', { timeZone })
    return []
  } catch {
    return [{ path, message: `there is no time zone \`${timeZone}\`; names are like Europe/Berlin or UTC` }]
  }
}

function known(what: string, name: string, names: readonly string[], path: Path): Finding[] {
  if (names.includes(name)) return []
  const there = names.length > 0 ? `there are ${listNames(names)}` : 'none is configured'
  return [{ path, message: `there is no ${what} \`${name}\`${didYouMean(name, names)}; ${there}` }]
}
