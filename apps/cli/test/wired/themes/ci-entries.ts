import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { dataOf, failuresOf, judgedOf, messagesOf, outcomesOf, type Run } from '../stage/run.ts'
import type { Stage, StageOptions } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

/** One phase for each entry, in one run: whether its CI let it pass. */
async function passing(stage: Stage, entries: Readonly<Record<string, Document>>, options: StageOptions = {}): Promise<readonly string[]> {
  const run = await stage.run({ phases: Object.entries(entries).map(([id, entry]) => ({ id, ci: [entry] })), ...once }, options)
  return Object.keys(entries).filter((id) => run.view.phases[id]?.state === 'COMPLETE')
}

/** No second attempt: nothing would be different. */
const once: Setup = { strategy: { categories: { docs: { builderAttempts: 1 } } } }

const sh = (code: string, ...more: readonly string[]): Document => ({ run: ['sh', '-c', code, 'sh', ...more] })

/** A report of one test that passes and one that fails, and failed before the change too. */
const reports: Readonly<Record<string, string>> = {
  tap: 'TAP version 13\n1..2\nok 1 - good\nnot ok 2 - bad\n',
  junit: '<testsuites><testsuite name="s"><testcase name="good"/><testcase name="bad"><failure message="no"/></testcase></testsuite></testsuites>',
  'vitest-json': jest(),
  'jest-json': jest(),
}

function jest(): string {
  const assertion = (title: string, status: string): object => ({ ancestorTitles: [], title, fullName: title, status, failureMessages: status === 'failed' ? ['no'] : [] })
  return JSON.stringify({ numTotalTests: 2, numPassedTests: 1, numFailedTests: 1, success: false, testResults: [{ name: 'x.test.js', status: 'failed', message: '', assertionResults: [assertion('good', 'passed'), assertion('bad', 'failed')] }] })
}

export const ciEntries: Theme = {
  subject: 'an entry of CI',
  showings: {
    'is a program whose exit code counts': shows(['ci-entry run', 'plan tiers.phases.ci', 'effect ci', 'effect baseline', 'failure ci_fail'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'good', ci: [sh('exit 0')] }, { id: 'bad', ci: [sh('exit 3')] }], ...once })
      expect([run.view.phases['good']?.state, run.view.phases['bad']?.state, failuresOf(run)]).toEqual(['COMPLETE', 'FAILED', ['ci_fail']])
      expect(commandsOf(run)).toEqual([['exit 0', 0], ['exit 3', 3]])
    }),

    'is the plan’s profile, or the project’s': shows(
      ['plan ci.normal', 'plan ci.strict', 'project-config ci.normal', 'project-config ci.strict', 'plan tiers.phases.ci=normal', 'plan tiers.phases.ci=strict', 'plan tiers.phases.ci=none', 'category ciProfile=normal', 'category ciProfile=strict'],
      async (stage) => {
        const normal = { id: 'normal', ci: 'normal' }
        const strict = { id: 'strict', ci: 'strict' }
        const byCategory = { id: 'default', ci: undefined }
        const profiles = { normal: [sh('echo normal')], strict: [sh('echo strict')] }
        const ran = async (setup: Setup): Promise<readonly unknown[]> => commandsOf(await stage.run(setup)).map(([command]) => command)
        const all = { phases: [normal, strict, byCategory, { id: 'none', ci: 'none' }], ...once }
        const expected = ['echo normal', 'echo strict', 'echo normal']
        expect(await ran({ ...all, plan: { ci: profiles } })).toEqual(expected)
        expect(await ran({ ...all, plan: { ci: undefined }, project: { ci: profiles } })).toEqual(expected)
        const category = (ciProfile: string): Setup => ({ phases: [byCategory], plan: { ci: profiles }, strategy: { categories: { docs: { ciProfile } } } })
        expect(await ran(category('normal'))).toEqual(['echo normal'])
        expect(await ran(category('strict'))).toEqual(['echo strict'])
        expect((await stage.refusal({ ...category('strict'), phases: [normal] })).problems.join()).toContain('`normal` is less')
        expect((await stage.refusal({ phases: [normal], plan: { ci: undefined } })).problems.join()).toContain('no CI is configured')
        expect((await stage.refusal({ phases: [strict] })).problems.join()).toContain('profile `strict`, which is not defined')
      },
    ),

    'runs in a folder, with variables of its own and with named ones of this machine': shows(['ci-entry cwd', 'ci-entry env.*', 'ci-entry envFrom'], async (stage) => {
      const environment = { TOKEN: 'secret' }
      const entries = {
        root: sh('test -f one.tap'),
        folder: { ...sh('test -f one.tap'), cwd: 'checks' },
        bare: sh('test "$COLOUR" = red'),
        coloured: { ...sh('test "$COLOUR" = red'), env: { COLOUR: 'red' } },
        closed: sh('test "$TOKEN" = secret'),
        passed: { ...sh('test "$TOKEN" = secret'), envFrom: ['TOKEN'] },
      }
      expect(await passing(stage, entries, { environment })).toEqual(['folder', 'coloured', 'passed'])
      expect(await passing(stage, { passed: entries.passed })).toEqual([])
    }),

    'is ended at its time limit': shows(['ci-entry timeout'], async (stage) => {
      const slow = sh('sleep 0.5')
      expect(await passing(stage, { patient: slow, hasty: { ...slow, timeout: 0.1 } })).toEqual(['patient'])
    }),

    'reaches no network unless it may': shows(['ci-entry network'], async (stage) => {
      const { url } = await stage.model([])
      const asks = { run: ['node', '-e', 'fetch(process.argv[1] + "/models").then(() => 0, () => process.exit(1))', url] }
      const phases = [{ id: 'open', ci: [{ ...asks, network: true }] }, { id: 'closed', ci: [asks] }]
      const run = await stage.run({ phases, ...once })
      const { achieved } = await run.autopack.isolation()
      expect([run.view.phases['open']?.state, run.view.phases['closed']?.state]).toEqual(['COMPLETE', achieved >= 3 ? 'FAILED' : 'COMPLETE'])
    }),

    'has its tests told apart by its report, in every format': shows(
      Object.keys(reports).map((format) => `ci-entry report.format=${format}`),
      async (stage) => {
        const prints = (text: string): Document => sh('printf %s "$1"; exit 1', text)
        const reported = Object.fromEntries(Object.entries(reports).map(([format, text]) => [format, { ...prints(text), report: { format } }]))
        // the exit code alone says red; only who reads the report knows that what fails has failed before
        const unread = Object.fromEntries(Object.entries(reports).map(([format, text]) => [`unread-${format}`, prints(text)]))
        const mistaken = { mistaken: { ...prints(reports['tap'] ?? ''), report: { format: 'junit' } } }
        expect(await passing(stage, { ...reported, ...unread, ...mistaken })).toEqual(Object.keys(reports))
      },
    ),

    'reports where it says': shows(['ci-entry report.from=stdout', 'ci-entry report.from'], async (stage) => {
      const toStdout = sh('printf %s "$1"; exit 1', reports['tap'] ?? '')
      const toFile = sh('printf %s "$1" > report.tap; exit 1', reports['tap'] ?? '')
      const from = (where: string): Document => ({ report: { format: 'tap', from: where } })
      const entries = {
        'stdout-read': { ...toStdout, ...from('stdout') },
        'stdout-missed': { ...toStdout, ...from('report.tap') },
        'file-read': { ...toFile, ...from('report.tap') },
        'file-missed': { ...toFile, ...from('stdout') },
      }
      expect(await passing(stage, entries)).toEqual(['stdout-read', 'file-read'])
    }),

    'that cannot run is the machine’s fault, not the change’s': shows(['ci-entry run', 'run DONE_FAILED_ENVIRONMENT', 'failure infrastructure'], async (stage) => {
      const missing = await stage.run({ phases: [{ id: 'a', ci: [{ run: ['no-such-program'] }] }] })
      expect([missing.stop, outcomesOf(missing, 'baseline')]).toMatchObject([{ state: 'DONE_FAILED_ENVIRONMENT', reason: expect.stringContaining('no-such-program') }, [{ kind: 'failed' }]])
      const builder = await stage.run({ phases: [{ id: 'a', builder: { kind: 'command', run: ['no-such-program'] } }, { id: 'b' }] })
      expect([builder.stop, failuresOf(builder)]).toMatchObject([{ state: 'DONE_FAILED_ENVIRONMENT' }, ['infrastructure']])
      expect(messagesOf(builder)).toContain('no-such-program')
    }),

    'sees a fresh checkout of the judged tree': shows(['effect ci', 'plan tiers.phases.builder.run'], async (stage) => {
      const run = await stage.run({ phases: [{ id: 'a', builder: shell('echo a > a.md; mkdir ignored; echo x > ignored/x'), ci: [sh('test ! -e ignored && { test ! -e a.md || grep -q a a.md; }')] }] })
      expect(dataOf(run, 'run-state').at(-1)?.to).toBe('DONE_SUCCESS')
    }),
  },
}

/** The script of each command that judged a change, with its exit code. */
function commandsOf(run: Run): readonly (readonly [string, number | null])[] {
  return judgedOf(run).flatMap(({ commands }) => commands.map(({ run: argv, exitCode }) => [argv[2] ?? '', exitCode] as const))
}
