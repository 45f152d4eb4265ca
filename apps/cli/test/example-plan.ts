import type { Bench } from './bench.ts'

/** The plan of the README, and the two tools it names. */
export function writeExamplePlan(bench: Bench, folder: string): string {
  bench.write(
    `${folder}/tools/add-greet.mjs`,
    [
      "import { writeFileSync } from 'node:fs'",
      "writeFileSync('src/greet.js', 'export const greet = (name) => `Hello, ${name}`\\n')",
      "writeFileSync('test/greet.test.js', \"import test from 'node:test'\\nimport assert from 'node:assert'\\nimport { greet } from '../src/greet.js'\\ntest('greets', () => assert.equal(greet('Ann'), 'Hello, Ann'))\\n\")",
      "console.log('greeting written')",
    ].join('\n'),
  )
  bench.write(`${folder}/tools/mention.mjs`, "import { appendFileSync } from 'node:fs'\nappendFileSync('README.md', 'Use greet(name).\\n')\n")
  return bench.write(`${folder}/plan.yaml`, examplePlan)
}

const examplePlan = `version: 1
project: hello
ci:
  normal:
    - run: ["node", "--test", "--test-reporter=tap"]
      report: { format: tap }
budget: { usd: 1, tokens: 200000, minutes: 10 }
tiers:
  - id: base
    phases:
      - id: add-function
        category: feature_scaffolding
        goal: Add a function that greets by name, with a test.
        scope: ["src/**", "test/**"]
        deliverables: ["src/greet.js", "test/greet.test.js"]
        builder: { kind: command, run: ["node", "{plan}/tools/add-greet.mjs"] }
      - id: use-it
        dependsOn: [add-function]
        category: docs
        goal: Mention it in the README.
        scope: ["README.md"]
        builder: { kind: command, run: ["node", "{plan}/tools/mention.mjs"] }
`
