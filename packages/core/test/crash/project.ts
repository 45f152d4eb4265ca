import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGitFixture } from '@autopack/testkit'
import type { SourceText } from '../../src/index.ts'
import type { NodeDefaultsOptions } from '../../src/node.ts'

/** Scripts can be told to wait, a minute at most: `hold.txt` of the user's tree, copied into every checkout, names the step. */
const hold = (step: string): string => `turns=0; while [ "$(cat hold.txt)" = ${step} ] && [ $turns -lt 600 ]; do sleep 0.1; turns=$((turns + 1)); done`

/** A small project of shell scripts with real tests; setup makes the library that they need. Names without an ending keep hundreds of processes from loading a grammar. */
const project: Readonly<Record<string, string>> = {
  '.gitignore': 'library/\nhold.txt\n',
  'README.md': '# Greetings\n',
  'setup.sh': [
    hold('setup'),
    'mkdir -p library',
    `cat > library/check.sh <<'END'`,
    'count=0',
    'check() { count=$((count + 1)); if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1"; fi; }',
    'END',
  ].join('\n'),
  'test.sh': ['. ./library/check.sh', 'echo "TAP version 13"', 'for file in tests/*; do . "./$file"; done', 'echo "1..$count"', `if [ -e src/greet ]; then ${hold('ci')}; fi`, hold('baseline')].join('\n'),
  'tests/name': `check 'the project has a name' "$(head -n 1 README.md)" '# Greetings'\n`,
}

const plan: Readonly<Record<string, string>> = {
  'greet.sh': [
    'mkdir -p src',
    `printf 'echo "Hello, $1!"\\n' > src/greet`,
    `printf "check 'it greets' \\"\\$(sh src/greet Ada)\\" 'Hello, Ada!'\\n" > tests/greet`,
    hold('build'),
  ].join('\n'),
  'mention.sh': `printf '\\nSay \`sh src/greet NAME\`, then \`sh src/part NAME\`.\\n' >> README.md\n`,
  'plan.yaml': `
version: 1
project: greetings
workspace: { copy: [hold.txt], setup: [{ run: [sh, setup.sh] }] }
ci: { normal: [{ run: [sh, test.sh], report: { format: tap } }] }
tiers:
  - id: words
    phases:
      - id: greet
        category: feature_scaffolding
        goal: Greet by name, with a test.
        scope: ["src/**", "tests/**"]
        deliverables: [src/greet, tests/greet]
        builder: { kind: command, run: [sh, "{plan}/greet.sh"] }
        auditor: none
      - id: part
        dependsOn: [greet]
        category: feature_scaffolding
        goal: Part by name, with a test.
        scope: ["src/**", "tests/**"]
        deliverables: [src/part, tests/part]
  - id: pages
    phases:
      - id: mention
        dependsOn: [part]
        category: docs
        goal: Say in the README how to do both.
        scope: [README.md]
        builder: { kind: command, run: [sh, "{plan}/mention.sh"] }
        auditor: none
`,
}

/** What the models say, by the schema they are asked to follow. */
export const answers: Readonly<Record<string, unknown>> = {
  change: {
    summary: 'Parting, with a test.',
    files: [
      { action: 'write', path: 'src/part', content: 'echo "Farewell, $1!"\n' },
      { action: 'write', path: 'tests/part', content: `check 'it parts' "$(sh src/part Ada)" 'Farewell, Ada!'\n` },
    ],
  },
  audit: {
    verdict: 'approve',
    findings: [{ severity: 'minor', file: 'src/part', line: 1, category: 'maintainability', message: 'Two greetings share no code.', evidence: 'echo', confidence: 0.5 }],
  },
}

/** Makes a folder with the repository, its plan and what a process of it may write to. */
export function createProject(folder: string): void {
  const fixture = createGitFixture(project)
  try {
    cpSync(fixture.root, join(folder, 'repository'), { recursive: true })
  } finally {
    fixture.remove()
  }
  for (const name of ['plan', 'cache', 'temporary']) mkdirSync(join(folder, name))
  for (const [path, text] of Object.entries(plan)) writeFileSync(join(folder, 'plan', path), text)
  holdAt(folder, 'nothing')
}

export type HeldStep = 'setup' | 'baseline' | 'build' | 'ci'

/** Where scripts that start from now on wait. */
export function holdAt(folder: string, step: HeldStep | 'nothing'): void {
  writeFileSync(join(folder, 'repository', 'hold.txt'), `${step}\n`)
}

/** Lets the scripts that wait go on, and holds none from now on. */
export function letGo(folder: string): void {
  holdAt(folder, 'nothing')
  for (const path of globSync(join(folder, 'cache', 'autopack', '*', 'checkouts', '*', 'checkout', 'hold.txt'))) writeFileSync(path, 'nothing\n')
}

/** What is shipped, with two priced models of different families behind one address. */
export function configurationFor(baseUrl: string): NodeDefaultsOptions['configuration'] {
  const roles = (model: string): string => `{ low: [${model}], medium: [${model}], high: [${model}] }`
  return {
    strategy: shipped('strategy.yaml'),
    policy: shipped('policy.yaml'),
    project: null,
    models: {
      file: 'models.yaml',
      text: `
version: 1
providers: { scripted: { kind: openai, baseUrl: "${baseUrl}", apiKeyEnv: SCRIPTED_KEY, concurrency: 8 } }
models:
  author: { provider: scripted, name: author-1, family: north, billing: metered, maxOutputTokens: 4096 }
  reviewer: { provider: scripted, name: reviewer-1, family: south, billing: metered, maxOutputTokens: 4096 }
roles: { builder: ${roles('author')}, auditor: ${roles('reviewer')} }
escalateAfter: 1
limits:
  account: { provider: scripted, tokens: 10000000, window: { kind: anchored, minutes: 300 } }
  weekly: { usd: 100, window: { kind: sliding, minutes: 10080 } }
  daily: { role: auditor, requests: 100, window: { kind: calendar, every: day } }
`,
    },
    pricing: { file: 'pricing.yaml', text: 'version: 1\nprices: { author: { input: 1, output: 4 }, reviewer: { input: 2, output: 8 } }\n' },
  }
}

function shipped(name: string): SourceText {
  const url = new URL(`../../../../config/${name}`, import.meta.url)
  return { file: name, text: readFileSync(url, 'utf8') }
}
