import type { Scenario } from '../scenario.ts'
import { change, parting } from './answer.ts'

/** Paused, continued, killed while a model answered, parked for an approval that nobody gives, cancelled. */
export const cancelled: Scenario = {
  name: 'cancelled',
  plan: `
version: 1
project: greetings
workspace: { setup: [{ run: [sh, setup.sh] }] }
ci: { normal: [{ run: [sh, test.sh], report: { format: tap } }] }
tiers:
  - id: words
    phases:
      - { id: pipeline, category: tests, goal: Test every push., scope: [".github/**"], auditor: none, builder: { kind: command, run: [sh, "{plan}/pipeline.sh"] } }
      - { id: part, category: feature_scaffolding, goal: "Part by name, with a test.", scope: ["src/**", "tests/**"], auditor: none }
  - id: pages
    phases:
      - { id: mention, dependsOn: [part], category: docs, goal: Mention it., scope: [README.md], auditor: none, builder: { kind: file } }
`,
  scripts: { 'pipeline.sh': `mkdir -p .github/workflows\nprintf 'on: push\\njobs: {}\\n' > .github/workflows/test.yml\n` },
  replies: [change(parting)],
  async play({ autopack, dieAt }) {
    await autopack.pause('cancelled', 'ada')
    await autopack.advance('cancelled')
    await autopack.unpause('cancelled', 'ada')
    await dieAt('call-end')
    await autopack.advance('cancelled')
    await autopack.cancel('cancelled', 'ada', 'no longer wanted')
    await autopack.advance('cancelled')
  },
}
