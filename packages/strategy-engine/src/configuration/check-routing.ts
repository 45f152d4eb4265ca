import { subkinds, type ModelsFile } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import { didYouMean } from '../problem/closest-name.ts'
import type { Path } from '../problem/path.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding, Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'
import type { Resolved } from './resolved.ts'

/** Whether the routing of models.yaml names only categories that exist; empty when it does. One that is misspelt would protect nothing. */
export function checkRouting(models: Configuration<ModelsFile>, resolved: Resolved): readonly Problem[] {
  const categories = Object.keys(resolved.categories)
  const { strategies = {}, fallbacks = {}, neverDowngrade = [], strongest } = models.value.routing ?? {}
  const findings = [
    ...Object.keys(strategies).flatMap((name) => known('category', name, categories, ['routing', 'strategies', name], 'key')),
    ...Object.keys(fallbacks).flatMap((name) => known('category', name, categories, ['routing', 'fallbacks', name], 'key')),
    ...neverDowngrade.flatMap((name, index) => protectedKind(name, categories, ['routing', 'neverDowngrade', index])),
    ...(strongest?.categories ?? []).flatMap((name, index) => known('category', name, categories, ['routing', 'strongest', 'categories', index])),
  ]
  return problemsOf(findings, models)
}

/** `category` or `category/subkind`. */
function protectedKind(name: string, categories: readonly string[], path: Path): Finding[] {
  const [category = '', ...rest] = name.split('/')
  return [...known('category', category, categories, path), ...(rest.length === 0 ? [] : known('subkind', rest.join('/'), subkinds, path))]
}

function known(what: string, name: string, names: readonly string[], path: Path, at: 'key' | 'value' = 'value'): Finding[] {
  return names.includes(name) ? [] : [{ path, at, message: `there is no ${what} \`${name}\`${didYouMean(name, names)}; there are ${listNames(names)}` }]
}
