import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { dataOf, decided, endOf, failuresOf, type Run } from '../stage/run.ts'
import { shows, type Theme } from '../theme.ts'

/** `package.json` asks for a person in every run type. */
const asking: Document = { id: 'a', builder: shell('echo "{}" > package.json') }

const never: Setup = { phases: [asking] }
const soon = { expiresAfterMinutes: 0.0001 }

export const approvals: Theme = {
  subject: 'approvals',
  showings: {
    'a person lets a change pass or refuses it': shows(
      ['wait approval', 'decision approve', 'decision reject', 'event approval-request', 'event approval-decide', 'event wait-start', 'event wait-end', 'failure approval_rejected'],
      async (stage) => {
        const parked = await stage.run(never)
        expect(endOf(parked)).toBe('waiting for approval')
        expect(endOf(await parked.again())).toBe('waiting for approval')
        expect(stage.git('rev-parse', '--verify', '--quiet', 'autopack/run-1')).toBeNull()
        expect(endOf(await decided(parked, 'approve'))).toBe('DONE_SUCCESS')
        expect(stage.git('show', 'autopack/run-1:package.json')).toBe('{}')
        const refused = await decided(await stage.run(never), 'reject')
        expect([endOf(refused), failuresOf(refused)]).toEqual(['DONE_FAILED_REQUIRES_HUMAN_REVIEW', ['approval_rejected']])
        expect(stage.git('rev-parse', '--verify', '--quiet', 'autopack/run-2')).toBeNull()
      },
    ),

    'nobody’s answer in time counts as no': shows(
      ['plan approvals.expiresAfterMinutes', 'project-config approvals.expiresAfterMinutes', 'strategy approvals.expiresAfterMinutesWatched', 'decision expire'],
      async (stage) => {
        const shipped = { strategy: { approvals: { expiresAfterMinutesWatched: soon.expiresAfterMinutes } } }
        for (const run of [await stage.run({ ...never, plan: { approvals: soon } }), await stage.run({ ...never, project: { approvals: soon } }), await stage.run({ ...never, ...shipped }, { watched: true })]) {
          const later = await afterwards(run)
          expect([endOf(later), dataOf(later, 'approval-decide').map(({ decision }) => decision)]).toEqual(['DONE_FAILED_REQUIRES_HUMAN_REVIEW', ['expire']])
        }
        expect(endOf(await afterwards(await stage.run({ ...never, ...shipped })))).toBe('waiting for approval')
      },
    ),

    'a category asks for everything, unless the project grants it': shows(['category autoApply', 'project-config policy.autoApply'], async (stage) => {
      const asks: Setup = { strategy: { categories: { docs: { autoApply: false } } } }
      const parked = await stage.run(asks)
      expect(dataOf(parked, 'approval-request')).toMatchObject([{ approval: { asks: [{ rule: 'category-approval' }] } }])
      expect(endOf(await stage.run({ ...asks, project: { policy: { autoApply: ['docs'] } } }))).toBe('DONE_SUCCESS')
      expect(endOf(await stage.run({ strategy: { categories: { docs: { autoApply: true } } } }))).toBe('DONE_SUCCESS')
    }),

    'a test that no longer runs asks, whatever is green': shows(['wait approval', 'effect ci'], async (stage) => {
      const asked = async (code: string): Promise<unknown> => {
        const run = await stage.run({ phases: [{ id: 'a', ci: 'normal', builder: shell(code) }] })
        return endOf(run) === 'waiting for approval' ? dataOf(run, 'approval-request').map(({ approval }) => approval.asks) : endOf(run)
      }
      const lost = [[{ rule: 'lost-test', message: expect.stringContaining('gone or skipped now: two;') }]]
      expect(await asked('rm checks/two.tap')).toMatchObject(lost)
      expect(await asked('echo "ok - two # SKIP" > checks/two.tap')).toMatchObject(lost)
      expect(await asked('echo "ok - anything" > checks/two.tap')).toMatchObject(lost)
      expect(await asked('rm checks/two.tap; echo "ok - two" > checks/moved.tap')).toBe('DONE_SUCCESS')
    }),

    'an approval holds for what was asked, and what is asked anew waits anew': shows(['decision void'], async (stage) => {
      const without = shell(`cat > ci.sh <<'END'\ntests=$(grep -q name package.json && echo checks/*.tap || echo checks/one.tap checks/three.tap)\necho TAP version 13\ncat $tests\necho "1..$(cat $tests | wc -l)"\nEND`)
      const parked = await stage.run({ phases: [{ ...asking, ci: 'normal' }, { id: 'b', builder: without }] })
      expect([endOf(parked), parked.view.phases['b']?.state]).toEqual(['waiting for approval', 'COMPLETE'])
      const again = await decided(parked, 'approve')
      expect(endOf(again)).toBe('waiting for approval')
      expect(dataOf(again, 'approval-request').map(({ approval }) => approval.asks.map(({ rule }) => rule))).toEqual([['protected-path'], ['protected-path', 'lost-test']])
      expect(dataOf(again, 'approval-decide').map(({ approval, decision }) => [approval, decision])).toEqual([['a-1', 'approve'], ['a-1', 'void']])
      expect(endOf(await decided(again, 'approve'))).toBe('DONE_SUCCESS')
    }),

    'an approval holds for the change it was asked for and for no other': shows(['decision void', 'failure conflict', 'event hint-record'], async (stage) => {
      const parked = await stage.run({ phases: [{ id: 'a', builder: shell('echo "{}" > package.json; echo a >> README.md') }, { id: 'b', builder: shell('echo b >> README.md') }] })
      expect([endOf(parked), parked.view.phases['b']?.state]).toEqual(['waiting for approval', 'COMPLETE'])
      const again = await decided(parked, 'approve')
      expect([endOf(again), failuresOf(again)]).toEqual(['waiting for approval', ['conflict']])
      expect(dataOf(again, 'approval-decide').map(({ approval, decision }) => [approval, decision])).toEqual([['a-1', 'approve'], ['a-1', 'void']])
      expect(endOf(await decided(again, 'approve'))).toBe('DONE_SUCCESS')
      expect(stage.git('show', 'autopack/run-1:README.md')).toBe('# A project\nb\na')
    }),
  },
}

/** The run, taken up again after a moment if it still waits. */
async function afterwards(run: Run): Promise<Run> {
  await new Promise((resolve) => setTimeout(resolve, 20))
  return run.stop.kind === 'waiting' ? run.again() : run
}
