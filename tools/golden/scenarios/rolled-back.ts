import type { Scenario } from '../scenario.ts'

/** Phases that were kept and taken off again, and a promotion that is refused for it. */
export const rolledBack: Scenario = {
  name: 'rolled-back',
  plan: `
version: 1
project: greetings
workspace: { setup: [{ run: [sh, setup.sh] }] }
ci: { normal: [{ run: [sh, test.sh], report: { format: tap } }] }
tiers:
  - id: pages
    phases:
      - { id: one, category: docs, goal: A first page., scope: ["pages/**"], auditor: none, builder: { kind: command, run: [sh, "{plan}/page.sh", one] } }
      - { id: two, dependsOn: [one], category: docs, goal: A second page., scope: ["pages/**"], auditor: none, ci: none, builder: { kind: command, run: [sh, "{plan}/page.sh", two] } }
`,
  scripts: { 'page.sh': 'mkdir -p pages\necho "# $1" > "pages/$1.md"\n' },
  replies: [],
  async play({ autopack }) {
    await autopack.advance('rolled-back')
    await autopack.rollback('rolled-back')
    await autopack.rollback('rolled-back', { phase: 'one' })
    await autopack.promote('rolled-back')
  },
}
