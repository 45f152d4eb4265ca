import type { Scenario } from '../scenario.ts'
import { change, parting } from './answer.ts'

/** A phase that never stays inside its scope, what depends on it skipped, a model that talks nonsense, and then no money for another call. */
export const exhausted: Scenario = {
  name: 'exhausted',
  plan: `
version: 1
project: greetings
budget: { usd: 0.03 }
workspace: { setup: [{ run: [sh, setup.sh] }] }
ci: { normal: [{ run: [sh, test.sh], report: { format: tap } }] }
tiers:
  - id: words
    phases:
      - { id: stray, category: docs, goal: A page., scope: ["pages/**"], auditor: none, builder: { kind: command, run: [sh, "{plan}/stray.sh"] } }
      - { id: after, dependsOn: [stray], category: docs, goal: Another page., scope: ["pages/**"], auditor: none, builder: { kind: command, run: [sh, "{plan}/stray.sh"] } }
      - { id: part, category: feature_scaffolding, goal: "Part by name, with a test.", scope: ["src/**", "tests/**"], auditor: none }
  - id: pages
    phases:
      - { id: mention, category: docs, goal: Mention it., scope: [README.md], auditor: none, builder: { kind: file } }
`,
  scripts: { 'stray.sh': 'echo stray >> README.md\n' },
  replies: ['Sure! Here is what you asked for.', { fault: 'cut-stream' }, { fault: 'rate-limited' }, change(parting), change(parting), change(parting)],
  async play({ autopack }) {
    await autopack.advance('exhausted')
  },
}
