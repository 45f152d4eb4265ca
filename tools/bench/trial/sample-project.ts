import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createGitFixture } from '@autopack/testkit'

export const ciCommand = ['node', '--test', '--test-reporter=tap'] as const

const greeter = (word: string): string => `export const greet = (name) => \`${word}, \${name}!\`\n`
const test = (path: string, name: string, value: string, expected: string): string =>
  `import test from 'node:test'\nimport assert from 'node:assert'\nimport { ${name} } from '../src/${path}'\n\ntest('${name}', () => assert.equal(${value}, '${expected}'))\n`

/** A small project with one test, committed. */
const project: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "hello", "type": "module" }\n',
  'README.md': '# Hello\n',
  'src/part.js': 'export const part = (name) => `Farewell, ${name}!`\n',
  'test/part.test.js': test('part.js', 'part', "part('Ada')", 'Farewell, Ada!'),
}

/** The files of the change that the `number`th phase makes: a function and its test, each time in other words. */
export function changeOf(number: number): Readonly<Record<string, string>> {
  const word = `Hello ${number}`
  return { 'src/greet.js': greeter(word), 'test/greet.test.js': test('greet.js', 'greet', "greet('Ada')", `${word}, Ada!`) }
}

/** Writes the files of that change below `folder`. */
export function writeChange(folder: string, number: number): void {
  for (const [path, text] of Object.entries(changeOf(number))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** The project as a repository at `folder`. */
export function createRepository(folder: string): void {
  const fixture = createGitFixture(project)
  try {
    cpSync(fixture.root, folder, { recursive: true })
  } finally {
    fixture.remove()
  }
}

/** A plan of so many phases, each built and audited by a model. */
export function writePlan(folder: string, phases: number): string {
  const path = join(folder, 'plan.yaml')
  writeFileSync(path, `${head}${Array.from({ length: phases }, (_, index) => phase(index + 1)).join('')}`)
  return path
}

const head = `version: 1
project: hello
ci:
  normal:
    - run: ${JSON.stringify(ciCommand)}
      report: { format: tap }
tiers:
  - id: base
    phases:
`

const phase = (number: number): string => `      - id: greet-${number}
        category: feature_scaffolding
        goal: Greet by name, with a test.
        scope: ["src/**", "test/**"]
        deliverables: [src/greet.js, test/greet.test.js]
`

/** Tells Autopack to ask the server at `baseUrl`, by models of two families. */
export function writeModels(repository: string, baseUrl: string): void {
  const roles = (model: string): string => `{ low: [${model}], medium: [${model}], high: [${model}] }`
  mkdirSync(join(repository, '.autopack'))
  writeFileSync(
    join(repository, '.autopack', 'models.yaml'),
    `version: 1
providers: { scripted: { kind: openai, baseUrl: "${baseUrl}" } }
models:
  author: { provider: scripted, name: author-1, family: north, billing: free, maxOutputTokens: 4096 }
  reviewer: { provider: scripted, name: reviewer-1, family: south, billing: free, maxOutputTokens: 4096 }
roles: { builder: ${roles('author')}, auditor: ${roles('reviewer')} }
escalateAfter: 1
`,
  )
}
