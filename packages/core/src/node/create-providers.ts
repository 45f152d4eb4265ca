import { AutopackError, type ModelProvider, type ModelsFile } from '@autopack/contracts'
import { createOpenAiProvider } from '@autopack/provider-openai'
import { systemClock } from './system-clock.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Settings = ModelsFile['providers'][string]

interface Connection {
  readonly name: string
  readonly apiKey: string
  readonly timeoutMs: number
  readonly clock: typeof systemClock
  readonly baseUrl?: string
}

/** A provider whose key is not set is left out: routes to it are refused with the variable's name. Throws where a provider's package is not installed. */
export async function createProviders({ providers }: ModelsFile, environment: Environment): Promise<Record<string, ModelProvider>> {
  const ready = Object.entries(providers).filter(([, { apiKeyEnv }]) => apiKeyEnv === undefined || environment[apiKeyEnv] !== undefined)
  return Object.fromEntries(await Promise.all(ready.map(async ([name, settings]) => [name, await createProvider(name, settings, environment)] as const)))
}

function createProvider(name: string, { kind, baseUrl, apiKeyEnv, timeoutSeconds = 300 }: Settings, environment: Environment): Promise<ModelProvider> | ModelProvider {
  const apiKey = apiKeyEnv === undefined ? null : (environment[apiKeyEnv] ?? null)
  const common = { name, timeoutMs: timeoutSeconds * 1000, clock: systemClock, ...(baseUrl === undefined ? {} : { baseUrl }) }
  if (kind === 'openai') return createOpenAiProvider({ ...common, apiKey })
  return optional[kind]({ ...common, apiKey: apiKey ?? '' })
}

/** Providers that are installed as wanted, loaded where models.yaml names one. */
const optional: Readonly<Record<Exclude<Settings['kind'], 'openai'>, (connection: Connection) => Promise<ModelProvider>>> = {
  anthropic: async (connection) => (await installed('anthropic', () => import('@autopack/provider-anthropic'))).createAnthropicProvider(connection),
  google: async (connection) => (await installed('google', () => import('@autopack/provider-google'))).createGoogleProvider(connection),
  'google-generative-ai': async (connection) => (await installed('google', () => import('@autopack/provider-google/generative-ai'))).createGenerativeAiProvider(connection),
}

async function installed<Module>(provider: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (cause) {
    throw new AutopackError({ code: 'AUTOPACK_PROVIDER_NOT_INSTALLED', message: `models.yaml names a provider of kind ${provider}; install it: npm install @autopack/provider-${provider}`, cause })
  }
}
