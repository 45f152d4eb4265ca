// Judges what would be published, as a stranger gets it: packed, installed in an empty project, imported, its README run and compiled.
// `--without-snippets` stops after the imports (for the oldest Node we support, which cannot run TypeScript).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileSnippets } from './compile-snippets.mjs'
import { createEmptyProject } from './empty-project.mjs'
import { importEntries } from './import-entries.mjs'
import { lintTarballs } from './lint-tarballs.mjs'
import { pack } from './pack.mjs'
import { publishablePackages } from './publishable-packages.mjs'
import { runInstalledCli } from './run-installed-cli.mjs'
import { runSnippets } from './run-snippets.mjs'

const withSnippets = !process.argv.includes('--without-snippets')
const folder = mkdtempSync(join(tmpdir(), 'autopack-packages-'))
const failures = []
try {
  const packed = pack(publishablePackages(), folder)
  const libraries = packed.filter((each) => each.manifest.bin === undefined)
  const commands = packed.filter((each) => each.manifest.bin !== undefined)

  failures.push(...(await lintTarballs(packed)))
  // the examples take the configuration that the command ships
  const project = createEmptyProject(join(folder, 'libraries'), packed)
  failures.push(...importEntries(project, libraries))
  if (withSnippets) failures.push(...(await runSnippets(project, libraries)), ...(await compileSnippets(project)))
  failures.push(...runInstalledCli(createEmptyProject(join(folder, 'command'), commands), commands))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

for (const failure of failures) console.error(`- ${failure}`)
if (failures.length > 0) process.exitCode = 1
