import { join, resolve } from 'node:path'
import type { EventSink, ModelsFile } from '@autopack/contracts'
import { AutopackError } from '@autopack/contracts'
import { createCommandRunner } from '@autopack/command-sandbox'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createModelClient } from '@autopack/model-router'
import { openLedger, openStore } from '@autopack/store-sqlite'
import { checkPrices, formatProblem, readModelsFile, readPricingFile, readProjectConfiguration, type Problem } from '@autopack/strategy-engine'
import type { SourceText } from './autopack.ts'
import { loadAhead } from './load-ahead.ts'
import type { AutopackParts, PlanConfiguration } from './parts.ts'
import { createCaches, digestOf } from './node/create-caches.ts'
import { createLazyLedger } from './node/lazy-ledger.ts'
import { createProviders } from './node/create-providers.ts'
import { systemClock } from './node/system-clock.ts'
import { stateOfRepository } from './node/state-of-repository.ts'
import { systemIds } from './node/system-ids.ts'

export { openRouting, type Routing, type RoutingFiles } from './node/routing.ts'
export { systemClock } from './node/system-clock.ts'
export { systemIds } from './node/system-ids.ts'

export interface NodeDefaultsOptions {
  /** Any folder inside the repository's working tree. */
  readonly root: string
  /** Where runs of this repository are kept, and of no other. Default: `autopack/` in the repository's common git directory. */
  readonly state?: string
  /** Where quotas are counted, for all repositories of a user. Default: `autopack/` in `XDG_STATE_HOME`, which is `~/.local/state`. */
  readonly ledger?: string
  /** PATH, HOME, TMPDIR, XDG_CACHE_HOME, XDG_STATE_HOME, the API keys that models.yaml names and what `envFrom` names are read from here. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly configuration: PlanConfiguration & { readonly models: SourceText; readonly pricing: SourceText }
  readonly sink?: EventSink
  /** For looking only: nothing is created, a store on a read-only disk can be read. */
  readonly readOnly?: boolean
}

/** Everything `createAutopack` needs, for one repository on this machine. Throws what the store, git and the configuration throw. */
export async function nodeDefaults(options: NodeDefaultsOptions): Promise<AutopackParts> {
  const { root, environment, configuration, sink, readOnly = false } = options
  const repository = await openRepository({ path: root, env: environment })
  const { commonDirectory } = repository.identity
  const models = readModels(configuration)
  const state = options.state ?? join(commonDirectory, 'autopack')
  const owned = options.state === undefined ? null : await stateOfRepository(state, commonDirectory)
  const store = await openStore({
    directory: state,
    clock: systemClock,
    secrets: credentialsOf(models.models, environment),
    readOnly,
  })
  if (!readOnly) await owned?.claim()
  const ledger = createLazyLedger(async () => openLedger({ directory: options.ledger ?? ledgerOf(commonDirectory, environment), clock: systemClock }))
  const namespace = namespaceOf(commonDirectory, state)
  const providers = await createProviders(models.models, environment)
  return {
    configuration,
    ...store,
    ledger,
    namespace,
    repository,
    workspace: createWorkspace({ repository, directory: join(cacheOf(environment), namespace), env: environment }),
    caches: createCaches(cacheOf(environment)),
    // a checkout borrows its objects from the repository: git in it needs to read them
    runner: createCommandRunner({ environment, readable: [join(commonDirectory, 'objects')], hidden: [commonDirectory, resolve(state)], minimum: isolationMinimum(configuration.project) }),
    models: createModelClient({ ...models, providers, clock: systemClock, ledger, namespace }),
    clock: systemClock,
    ids: systemIds,
    environment,
    sink: loadAhead(Object.values(providers), sink),
  }
}

/** A file that cannot be read may have asked for the most; what is wrong with it is said where a plan is prepared. */
function isolationMinimum(source: SourceText | null): NonNullable<Parameters<typeof createCommandRunner>[0]['minimum']> {
  if (source === null) return {}
  const project = readProjectConfiguration(source)
  return project.kind === 'invalid' ? { builder: 4, ci: 4, setup: 4 } : (project.value.sandbox?.minimum ?? {})
}

/** Runs are named within their store: another one of the same repository has checkouts and calls of its own. */
function namespaceOf(commonDirectory: string, state: string): string {
  const own = digestOf(commonDirectory)
  return resolve(state) === join(commonDirectory, 'autopack') ? own : `${own}-${digestOf(resolve(state))}`
}

/** Outside of every .git folder and of the user's tree; a folder a repository is in it. */
function cacheOf(environment: NodeDefaultsOptions['environment']): string {
  const cache = environment['XDG_CACHE_HOME'] ?? (environment['HOME'] === undefined ? (environment['TMPDIR'] ?? '/tmp') : join(environment['HOME'], '.cache'))
  return join(cache, 'autopack')
}

/** Where nobody has a home, quotas are counted for the repository alone. */
function ledgerOf(commonDirectory: string, environment: NodeDefaultsOptions['environment']): string {
  const { XDG_STATE_HOME: state, HOME: home } = environment
  return join(state ?? (home === undefined ? commonDirectory : join(home, '.local', 'state')), 'autopack')
}

function readModels({ models, pricing }: NodeDefaultsOptions['configuration']): Pick<Parameters<typeof createModelClient>[0], 'models' | 'pricing'> {
  const read = readModelsFile(models)
  const prices = readPricingFile(pricing)
  const problems = [read, prices].flatMap((file) => (file.kind === 'invalid' ? file.problems : []))
  if (read.kind === 'invalid' || prices.kind === 'invalid') {
    throw invalid(problems)
  }
  const unpriced = checkPrices(read, prices.value)
  if (unpriced.length > 0) throw invalid(unpriced)
  return { models: read.value, pricing: prices.value }
}

function invalid(problems: readonly Problem[]): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_CONFIGURATION_INVALID', message: problems.map(formatProblem).join('\n') })
}

function credentialsOf({ providers }: ModelsFile, environment: NodeDefaultsOptions['environment']): string[] {
  return Object.values(providers).flatMap(({ apiKeyEnv }) => (apiKeyEnv === undefined ? [] : [environment[apiKeyEnv]])).filter((secret) => secret !== undefined)
}
