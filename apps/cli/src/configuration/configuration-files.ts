import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceText } from '@autopack/core'
import { bundled } from '../version.ts'

/** The configuration of a repository as texts; what a project does not bring is what is shipped. */
export interface ConfigurationFiles {
  readonly strategy: SourceText
  readonly policy: SourceText
  readonly models: SourceText
  readonly pricing: SourceText
  /** `.autopack/config.yaml`; null where there is none. */
  readonly project: SourceText | null
}

export const projectFolder = '.autopack'

const shippedFolder = fileURLToPath(new URL(bundled ? './config/' : '../../../../config/', import.meta.url))

/** Reads the files for the repository at `root`. */
export async function readConfigurationFiles(root: string): Promise<ConfigurationFiles> {
  const [strategy, policy, models, pricing, project] = await Promise.all([
    shipped('strategy.yaml'),
    shipped('policy.yaml'),
    ofProject(root, 'models.yaml').then((own) => own ?? shipped('models.yaml')),
    ofProject(root, 'pricing.yaml').then((own) => own ?? shipped('pricing.yaml')),
    ofProject(root, 'config.yaml'),
  ])
  return { strategy, policy, models, pricing, project }
}

/** The same with the tables of models and prices that are shipped, which are right. */
export async function withShippedModels(files: ConfigurationFiles): Promise<ConfigurationFiles> {
  const [models, pricing] = await Promise.all([shipped('models.yaml'), shipped('pricing.yaml')])
  return { ...files, models, pricing }
}

async function shipped(name: string): Promise<SourceText> {
  const file = join(shippedFolder, name)
  return { file, text: await readFile(file, 'utf8') }
}

async function ofProject(root: string, name: string): Promise<SourceText | null> {
  const file = join(root, projectFolder, name)
  try {
    return { file, text: await readFile(file, 'utf8') }
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}
