import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { didYouMean } from '@autopack/strategy-engine'
import { projectFolder } from './configuration-files.ts'

const read = ['config.yaml', 'models.yaml', 'pricing.yaml']

/** Files of `.autopack/` that look like configuration and that nobody reads, with why; plans, which are read when they are named, are none. */
export async function unreadFiles(root: string): Promise<readonly string[]> {
  const folder = join(root, projectFolder)
  const names = await readdir(folder).catch(() => [])
  const documents = names.filter((name) => /\.(ya?ml|json)$/.test(name) && !read.includes(name)).toSorted()
  const plans = await Promise.all(documents.map((name) => isPlan(join(folder, name))))
  return documents.filter((_, index) => plans[index] === false).map((name) => `${join(folder, name)} is read by nobody${didYouMean(name, read)}; Autopack reads ${read.join(', ')} here, and the plans it is given`)
}

async function isPlan(file: string): Promise<boolean> {
  return /(^|[{,\s])"?tiers"?\s*:/.test(await readFile(file, 'utf8').catch(() => ''))
}
