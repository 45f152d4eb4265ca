import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

/** A new project whose only dependencies are these tarballs; an own package that is not among them would have to come from the registry. */
export function createEmptyProject(folder, packed) {
  mkdirSync(folder, { recursive: true })
  const dependencies = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  writeFileSync(`${folder}/package.json`, JSON.stringify({ name: 'empty-project', private: true, type: 'module', dependencies }))
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' })
  return folder
}
