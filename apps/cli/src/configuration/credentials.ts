import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AutopackError } from '@autopack/contracts'
import type { SourceText } from '@autopack/core'
import { readModelsFile } from '@autopack/strategy-engine'
import type { Environment } from '../shell.ts'

/**
 * The environment with every API key that models.yaml names in place: `NAME` itself, or the content of the file that `NAME_FILE`
 * points to. A relative file is looked for from `cwd`. Throws `AUTOPACK_CREDENTIAL_UNREADABLE`.
 */
export async function withCredentials(environment: Environment, models: SourceText, cwd: string): Promise<Environment> {
  const found = await Promise.all(keyNames(models).map(async (name) => [name, await credential(environment, name, cwd)] as const))
  return { ...environment, ...Object.fromEntries(found.filter(([, value]) => value !== undefined)) }
}

async function credential(environment: Environment, name: string, cwd: string): Promise<string | undefined> {
  const file = environment[`${name}_FILE`]
  if (environment[name] !== undefined || file === undefined) return environment[name]
  try {
    return (await readFile(resolve(cwd, file), 'utf8')).trim()
  } catch (cause) {
    throw new AutopackError({ code: 'AUTOPACK_CREDENTIAL_UNREADABLE', message: `${name}_FILE names ${file}, which cannot be read. Correct the path or its permissions, or set ${name}.`, cause })
  }
}

/** None where the file is wrong: what is wrong with it is said by whoever needs the models. */
function keyNames(models: SourceText): readonly string[] {
  const read = readModelsFile(models)
  return read.kind === 'invalid' ? [] : Object.values(read.value.providers).flatMap(({ apiKeyEnv }) => apiKeyEnv ?? [])
}
