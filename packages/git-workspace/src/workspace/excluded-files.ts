import { writeFile } from 'node:fs/promises'
import { records } from '../git/git.ts'
import type { CheckoutScope } from './checkout-scope.ts'

/** Files that came in with `create` and that `.gitignore` does not cover, as lines of an exclude file. */
export async function excludedFiles(scope: CheckoutScope): Promise<string> {
  const { stdout } = await scope({ args: ['ls-files', '--others', '--exclude-standard', '-z'] })
  return records(stdout)
    .map((path) => `/${path.replaceAll(/[\\*?[\] !#]/g, String.raw`\$&`)}\n`)
    .join('')
}

export async function writeExcludes(files: readonly string[], text: string): Promise<void> {
  await Promise.all(files.map((file) => writeFile(file, text)))
}
