import { jsonSchemas, type SchemaName } from '@autopack/strategy-engine'
import type { ExitCode } from '../exit-codes.ts'
import type { Shell } from '../shell.ts'

/** `autopack config schema FILE` */
export async function configSchema(shell: Shell, name: SchemaName): Promise<ExitCode> {
  shell.stdout.write(`${JSON.stringify(jsonSchemas()[name], null, 2)}\n`)
  return 0
}
