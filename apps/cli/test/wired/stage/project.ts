import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '../../../src/shell.ts'
import { testEnvironment } from '../../shell.ts'

/** A project of shell scripts, so that a test of it takes a millisecond; each `checks/*.tap` is what some test says. */
const files: Readonly<Record<string, string>> = {
  '.gitignore': 'ignored/\n.autopack/\n',
  'README.md': '# A project\n',
  'package.json': '{ "name": "project" }\n',
  'ci.sh': 'echo TAP version 13\ncat checks/*.tap\necho "1..$(cat checks/*.tap | wc -l)"\n! grep -q "^not ok" checks/*.tap\n',
  'checks/one.tap': 'ok - one\n',
  'checks/two.tap': 'ok - two\n',
  'checks/three.tap': 'ok - three\n',
}

/** One folder with a repository on `main`, and all that commands need around it. */
export interface ProjectFolder {
  readonly folder: string
  readonly root: string
  readonly environment: Environment
  /** Writes a file below the folder and returns its absolute path. */
  write(path: string, text: string): string
  /** Runs git in the repository and returns what it says, trimmed; null where it fails. */
  git(...args: readonly string[]): string | null
  remove(): void
}

let template: string | null = null

/** A copy of a repository that is made once a process; `removeTemplate` removes the original. */
export function createProjectFolder(): ProjectFolder {
  const folder = mkdtempSync(join(tmpdir(), 'autopack-wired-'))
  const root = join(folder, 'project')
  template ??= createTemplate()
  cpSync(template, root, { recursive: true })
  for (const name of ['home', 'tmp']) mkdirSync(join(folder, name))
  // a folder of their own for every process that is started here: whoever is left over can be told by it
  const environment = { ...testEnvironment(join(folder, 'home')), TMPDIR: join(folder, 'tmp') }
  return {
    folder,
    root,
    environment,
    write: (path, text) => writeBelow(folder, path, text),
    git: (...args) => git(root, environment, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export function removeTemplate(): void {
  if (template !== null) rmSync(template, { recursive: true, force: true })
  template = null
}

function createTemplate(): string {
  const root = mkdtempSync(join(tmpdir(), 'autopack-wired-template-'))
  for (const [path, text] of Object.entries(files)) writeBelow(root, path, text)
  const environment = testEnvironment(root)
  for (const args of [['init', '-q', '-b', 'main', '--template='], ['add', '-A'], ['commit', '-q', '-m', 'first']]) git(root, environment, args)
  return root
}

function writeBelow(folder: string, path: string, text: string): string {
  const file = join(folder, path)
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

function git(root: string, environment: Environment, args: readonly string[]): string | null {
  try {
    return execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...args], { cwd: root, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
