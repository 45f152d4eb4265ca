import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProcess } from '../measuring/run-process.ts'

const cli = fileURLToPath(new URL('../../../apps/cli', import.meta.url))

/** Builds the command line from the sources and copies it to `folder`, where nobody builds it anew meanwhile. Returns its entry. */
export async function buildBundle(folder: string): Promise<string> {
  await runProcess(process.execPath, ['build.mjs'], { cwd: cli })
  cpSync(join(cli, 'dist'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  return join(folder, 'bin.js')
}
