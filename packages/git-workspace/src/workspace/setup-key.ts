import type { ObjectId } from '@autopack/contracts'
import { createHash } from 'node:crypto'
import { arch, platform } from 'node:os'
import { posix } from 'node:path'
import { version } from 'node:process'
import { allFiles } from '../repository/all-files.ts'
import type { RepositoryParts } from '../repository/repository-parts.ts'

/** Files that say which dependencies a project wants: lockfiles, and the manifests that stand in where there is none. */
const dependencyFiles = new Set([
  'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bun.lock', 'bun.lockb', '.npmrc', '.yarnrc.yml', '.pnpmfile.cjs',
  'pyproject.toml', 'poetry.lock', 'uv.lock', 'pdm.lock', 'Pipfile', 'Pipfile.lock', 'setup.py', 'setup.cfg',
  'go.mod', 'go.sum', 'Cargo.toml', 'Cargo.lock', 'Gemfile', 'Gemfile.lock', 'composer.json', 'composer.lock',
  'pom.xml', 'build.gradle', 'build.gradle.kts', 'gradle.lockfile', 'mix.exs', 'mix.lock', 'deno.json', 'deno.lock',
])

/** Same files, same commands, same runtime: same key. */
export async function setupKey(parts: RepositoryParts, commit: ObjectId, commands: readonly (readonly string[])[]): Promise<string> {
  const files = (await allFiles(parts, commit)).filter((entry) => isDependencyFile(entry.slice(entry.indexOf('\t') + 1)))
  return createHash('sha256').update(JSON.stringify([files, commands, platform(), arch(), version])).digest('hex')
}

/** By name, or in a folder of such files: what `-r` of pip reads, and the patches of patch-package, pnpm and yarn. */
function isDependencyFile(path: string): boolean {
  const name = posix.basename(path)
  return dependencyFiles.has(name) || /^(requirements|constraints).*\.(txt|in)$/.test(name) || /(^|\/)(requirements|patches|\.yarn)\//.test(path)
}
