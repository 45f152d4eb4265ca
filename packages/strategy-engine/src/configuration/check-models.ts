import type { ModelsFile } from '@autopack/contracts'
import { didYouMean } from '../problem/closest-name.ts'
import type { Path } from '../problem/path.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding } from '../problem/problem.ts'

/** Models name providers that exist, roles, limits and routing name models that do, and time zones are known. */
export function checkModels(file: ModelsFile): Finding[] {
  const providers = Object.keys(file.providers)
  const models = Object.keys(file.models)
  return [
    ...Object.entries(file.models).flatMap(([key, model]) => known('provider', model.provider, providers, ['models', key, 'provider'])),
    ...Object.entries(file.roles).flatMap(([role, chains]) =>
      Object.entries(chains ?? {}).flatMap(([complexity, chain]) =>
        chain.flatMap((model, index) => known('model', model, models, ['roles', role, complexity, index])),
      ),
    ),
    ...Object.entries(file.limits ?? {}).flatMap(([name, { provider, model, window }]) => [
      ...(provider === undefined ? [] : known('provider', provider, providers, ['limits', name, 'provider'])),
      ...(model === undefined ? [] : known('model', model, models, ['limits', name, 'model'])),
      ...(window.kind === 'calendar' ? knownZone(window.timeZone, ['limits', name, 'window', 'timeZone']) : []),
    ]),
    ...Object.entries(file.routing?.fallbacks ?? {}).flatMap(([category, chain]) => chain.flatMap((model, index) => known('model', model, models, ['routing', 'fallbacks', category, index]))),
    ...(file.routing?.strongest?.models ?? []).flatMap((model, index) => known('model', model, models, ['routing', 'strongest', 'models', index])),
  ]
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
