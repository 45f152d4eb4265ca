import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Scenario } from '../scenario.ts'
import { audit, change, parting } from './answer.ts'

/** Everything a good run may meet: a red attempt, a rejecting auditor, a death during a call, an awaited file, an approval, a promotion. */
export const finished: Scenario = {
  name: 'finished',
  plan: `
version: 1
project: greetings
workspace: { setup: [{ run: [sh, setup.sh] }] }
ci: { normal: [{ run: [sh, test.sh], report: { format: tap } }] }
tiers:
  - id: words
    phases:
      - id: greet
        category: feature_scaffolding
        goal: Greet by name.
        scope: ["src/**"]
        deliverables: [src/greet.sh]
        builder: { kind: command, run: [sh, "{plan}/greet.sh"] }
        auditor: none
      - id: part
        dependsOn: [greet]
        category: feature_scaffolding
        goal: Part by name, with a test.
        scope: ["src/**", "tests/**"]
        deliverables: [src/part.sh, tests/part.sh]
  - id: pages
    phases:
      - id: pipeline
        category: tests
        goal: Test every push.
        scope: [".github/**"]
        builder: { kind: command, run: [sh, "{plan}/pipeline.sh"] }
        auditor: none
      - id: mention
        category: docs
        goal: Say in the README how to do both.
        scope: [README.md]
        builder: { kind: file }
        ci: none
        auditor: none
`,
  scripts: {
    'greet.sh': `mkdir -p src\nprintf 'echo "Hello, $1!"\\n' > src/greet.sh\n`,
    'pipeline.sh': `mkdir -p .github/workflows\nprintf 'on: push\\njobs: {}\\n' > .github/workflows/test.yml\n`,
  },
  replies: [
    change({ ...parting, 'src/part.sh': 'echo "Farewell!"\n' }),
    change(parting),
    audit('reject', 'The name is not quoted.'),
    change({ ...parting, 'src/part.sh': `printf 'Farewell, %s!\\n' "$1"\n` }),
    audit('approve', 'Two greetings share no code.'),
    audit('approve', 'Two greetings share no code.'),
  ],
  async play({ autopack, dieAt, dieCalling }) {
    await dieCalling()
    await dieAt('issue-record')
    await autopack.advance('finished')
    const { phases } = await autopack.view('finished')
    const build = phases['mention']?.attempts.at(-1)?.build
    if (build?.kind !== 'waiting') throw new Error('mention waits for nobody')
    writeFileSync(join(build.checkout.path, 'README.md'), '# Greetings\n\nSay `sh src/greet.sh NAME`, then `sh src/part.sh NAME`.\n')
    writeFileSync(join(dirname(build.checkout.path), 'phase_result.json'), JSON.stringify({ status: 'done', summary: 'By hand.' }))
    for (const { id } of await autopack.pendingApprovals('finished')) await autopack.decide('finished', id, { decision: 'approve', by: 'ada', note: 'as agreed' })
    await autopack.advance('finished')
    await autopack.promote('finished')
  },
}
