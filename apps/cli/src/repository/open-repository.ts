import { resolve } from 'node:path'
import { AutopackError, type EventSink } from '@autopack/contracts'
import type { Autopack, AutopackParts } from '@autopack/core'
import type { Routing } from '@autopack/core/node'
import { type ConfigurationFiles, readConfigurationFiles, withShippedModels } from '../configuration/configuration-files.ts'
import { createInvocation, type Invocation, type Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'
import { rootOf } from './root-of.ts'

/** A repository with its runs, as a command sees it. */
export interface OpenRepository {
  readonly autopack: Autopack
  readonly root: string
  readonly configuration: ConfigurationFiles
  readonly invocation: Invocation
  /** Why calls went where, and what is left of the quotas. */
  readonly routing: () => Routing
}

export interface Access {
  /** Nothing is written, and a store that cannot be written to is no obstacle. */
  readonly readOnly: boolean
  /** Models may be called: keys are read from where `<NAME>_FILE` says. */
  readonly withModels?: true
  /** Limits of models.yaml are what it is about. Without this and models, tables that are wrong are no obstacle: those that are shipped stand in. */
  readonly withLimits?: true
  readonly sink?: EventSink
}

/** Opens the repository for as long as `use` runs. Throws what the store and git throw. */
export async function withRepository(shell: Shell, location: Location, access: Access, use: (repository: OpenRepository) => Promise<ExitCode>): Promise<ExitCode> {
  const root = rootOf(shell, location)
  const configuration = await readConfigurationFiles(root)
  // loaded here, so that a command's first words do not wait for it
  const [{ createAutopack }, { nodeDefaults, openRouting }, { withCredentials }] = await Promise.all([import('@autopack/core'), import('@autopack/core/node'), import('../configuration/credentials.ts')])
  const open = async (usable: ConfigurationFiles): Promise<{ readonly parts: AutopackParts; readonly usable: ConfigurationFiles }> => ({
    usable,
    parts: await nodeDefaults({
      root,
      environment: access.withModels === true ? await withCredentials(shell.environment, usable.models, shell.cwd) : shell.environment,
      configuration: usable,
      readOnly: access.readOnly,
      ...(location.state === undefined ? {} : { state: resolve(shell.cwd, location.state) }),
      ...(access.sink === undefined ? {} : { sink: access.sink }),
    }),
  })
  const { parts, usable } = await open(configuration).catch(async (error: unknown) => {
    if (access.withModels === true || access.withLimits === true || !AutopackError.isInstance(error) || error.code !== 'AUTOPACK_CONFIGURATION_INVALID') throw error
    shell.err.print([[span(shell.symbols.warn, 'warn'), span(` models are not looked at: ${error.message.split('\n', 1)[0] ?? ''}`, 'quiet')]])
    return open(await withShippedModels(configuration))
  })
  const autopack = createAutopack(parts)
  try {
    return await use({ autopack, root, configuration, invocation: createInvocation(location), routing: () => openRouting(parts, usable) })
  } finally {
    await autopack.close()
  }
}
