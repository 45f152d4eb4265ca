import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { autopack, type Ran, testEnvironment, type TestShellOptions } from './shell.ts'

/** A folder of its own with repositories and plans in it. */
export interface Bench {
  readonly folder: string
  readonly environment: ReturnType<typeof testEnvironment>
  /** Writes a file below the folder and returns its absolute path. */
  write(path: string, content: string): string
  /** A repository with two passing tests and one commit on `main`. */
  repository(name: string): string
  git(repository: string, ...args: readonly string[]): string
  /** Runs `autopack` inside a folder. */
  autopack(cwd: string, ...args: readonly string[]): Promise<Ran>
  with(options: Partial<TestShellOptions>, cwd: string, ...args: readonly string[]): Promise<Ran>
  remove(): void
}

const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org']

export function createBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'autopack-cli-'))
  const environment = testEnvironment(join(folder, 'home'))
  const bench: Bench = {
    folder,
    environment,
    write: (path, content) => {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      return file
    },
    repository: (name) => {
      bench.write(`${name}/package.json`, '{ "name": "hello", "type": "module", "scripts": { "test": "node --test" } }\n')
      bench.write(`${name}/README.md`, '# hello\n')
      bench.write(`${name}/src/one.js`, 'export const one = 1\n')
      bench.write(`${name}/test/one.test.js`, "import test from 'node:test'\nimport assert from 'node:assert'\nimport { one } from '../src/one.js'\ntest('one', () => assert.equal(one, 1))\n")
      const root = join(folder, name)
      bench.git(root, 'init', '-q', '-b', 'main')
      bench.git(root, 'add', '-A')
      bench.git(root, 'commit', '-q', '-m', 'first')
      return root
    },
    git: (repository, ...args) => execFileSync('git', [...identity, ...args], { cwd: repository, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim(),
    autopack: async (cwd, ...args) => autopack(args, { cwd, environment }),
    with: async (options, cwd, ...args) => autopack(args, { cwd, environment, ...options }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  return bench
}

interface PlanPhase {
  readonly id: string
  readonly scope?: readonly string[]
  /** JavaScript the builder runs in the checkout. */
  readonly code: string
  readonly more?: Readonly<Record<string, unknown>>
}

/** A plan of `docs` phases built by a line of JavaScript each; YAML 1.2 contains JSON. */
export function planOf(phases: readonly PlanPhase[], more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    version: 1,
    project: 'hello',
    tiers: [{ id: 'base', phases: phases.map(({ id, scope = [`${id}.md`], code, more: rest }) => ({ id, category: 'docs', goal: `Do ${id}.`, scope, ci: 'none', builder: { kind: 'command', run: ['node', '-e', code] }, ...rest })) }],
    ...more,
  })
}

/** A builder that writes one file. */
export function writes(path: string, content = 'x\n'): string {
  return `require('node:fs').writeFileSync(${JSON.stringify(path)}, ${JSON.stringify(content)})`
}
