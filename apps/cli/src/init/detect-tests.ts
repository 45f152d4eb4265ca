import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** How a project runs its tests, as found; `because` says where it was seen. */
export interface DetectedTests {
  readonly because: string
  /** Lines of YAML below `normal:`. */
  readonly entry: readonly string[]
  /** Command that fetches the dependencies, where tests need them. */
  readonly setup: readonly string[] | null
}

/** Looks for the usual manifests at the root; null where nothing is recognised. */
export async function detectTests(root: string): Promise<DetectedTests | null> {
  const names = new Set(await readdir(root))
  if (names.has('package.json')) return nodeTests(await manifestOf(root), names)
  if (names.has('pyproject.toml') || names.has('pytest.ini') || names.has('tox.ini')) return entry('a Python project', ['python3', '-m', 'pytest', '--junitxml=test-report.xml'], 'junit', 'test-report.xml')
  if (names.has('Cargo.toml')) return entry('Cargo.toml', ['cargo', 'test'])
  if (names.has('go.mod')) return entry('go.mod', ['go', 'test', './...'])
  return names.has('test') || names.has('tests') ? folderTests(root, names.has('test') ? 'test' : 'tests') : null
}

interface Manifest {
  readonly test: string
  readonly dependencies: ReadonlySet<string>
}

async function manifestOf(root: string): Promise<Manifest> {
  const manifest: unknown = await readFile(join(root, 'package.json'), 'utf8').then(JSON.parse).catch(() => null)
  const test = field(field(manifest, 'scripts'), 'test')
  const dependencies = ['dependencies', 'devDependencies'].flatMap((name) => namesIn(field(manifest, name)))
  return { test: typeof test === 'string' ? test : '', dependencies: new Set(dependencies) }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function namesIn(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function nodeTests({ test, dependencies }: Manifest, names: ReadonlySet<string>): DetectedTests | null {
  const setup = dependencies.size > 0 ? installOf(names) : null
  const found = runnerOf(test, dependencies)
  return found === null ? null : { ...found, setup }
}

function runnerOf(test: string, dependencies: ReadonlySet<string>): DetectedTests | null {
  if (/\bvitest\b/.test(test) || dependencies.has('vitest')) return entry('vitest in package.json', ['npx', '--no', 'vitest', 'run', '--reporter=json', '--outputFile=test-report.json'], 'vitest-json', 'test-report.json')
  if (/\bjest\b/.test(test) || dependencies.has('jest')) return entry('jest in package.json', ['npx', '--no', 'jest', '--json', '--outputFile=test-report.json'], 'jest-json', 'test-report.json')
  if (/\bnode\b.*--test\b/.test(test)) return entry('node --test in package.json', ['node', '--test', '--test-reporter=tap'], 'tap')
  if (test === '' || test.includes('no test specified')) return null
  return entry('the test script of package.json', ['npm', 'test'])
}

function installOf(names: ReadonlySet<string>): readonly string[] {
  if (names.has('pnpm-lock.yaml')) return ['pnpm', 'install', '--frozen-lockfile']
  if (names.has('yarn.lock')) return ['yarn', 'install', '--frozen-lockfile']
  return names.has('package-lock.json') ? ['npm', 'ci'] : ['npm', 'install']
}

async function folderTests(root: string, folder: string): Promise<DetectedTests | null> {
  const files = await readdir(join(root, folder))
  if (files.some((file) => /\.test\.[cm]?js$/.test(file))) return entry(`tests in ${folder}/`, ['node', '--test', '--test-reporter=tap'], 'tap')
  if (files.some((file) => /^test_.*\.py$/.test(file))) return entry(`tests in ${folder}/`, ['python3', '-m', 'pytest', '--junitxml=test-report.xml'], 'junit', 'test-report.xml')
  return null
}

function entry(because: string, run: readonly string[], format?: string, from?: string): DetectedTests {
  const report = format === undefined ? [] : [`  report: { format: ${format}${from === undefined ? '' : `, from: ${from}`} }`]
  return { because, entry: [`- run: ${argv(run)}`, ...report], setup: null }
}

/** An argv as YAML. */
export function argv(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`
}
