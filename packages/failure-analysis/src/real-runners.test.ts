import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { readReport } from './read-report.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-reports-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** stdout, whatever the exit code. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env: { PATH: process.env['PATH'] }, timeout: 20_000 }, (_, stdout) => resolve(stdout))
  })
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
}

const nodeTest = `import test, { describe, it, before } from 'node:test'
import assert from 'node:assert/strict'
import { add } from './add.mjs'
test('passes', () => {})
describe('suite', () => {
  it('fails', () => assert.equal(add(1, 1), 3))
  describe('deep', () => { it('works', () => {}); it.skip('waits', () => {}); it.todo('is planned', () => { throw new Error('x') }) })
})
test('parent', async (t) => { await t.test('child', () => add(null)) })
describe('with a hook', () => { before(() => { throw new Error('hook broke') }); it('never runs', () => {}) })
describe('nothing in it', () => {})
test('prints', () => { console.log('not ok 99 - printed'); console.log('1..7') })
`

test('node --test: nested subtests, todo and skip, hooks, files that do not load, files without tests', async () => {
  write({
    'add.mjs': `export function add(a, b) {\n  if (a === null) throw new TypeError('no number')\n  return a + b\n}\n`,
    'a.test.mjs': nodeTest,
    'b.test.mjs': `import './missing.mjs'\n`,
    'c.test.mjs': 'this is no JavaScript\n',
    'd.test.mjs': 'process.exit(3)\n',
    'e.test.mjs': '',
  })
  const tap = await run(['--test', '--test-reporter=tap', 'a.test.mjs', 'b.test.mjs', 'c.test.mjs', 'd.test.mjs', 'e.test.mjs'])
  const reading = readReport('tap', tap, [root])
  expect(reading).toEqual({
    kind: 'report',
    report: {
      cases: [
        { name: 'passes', status: 'passed' },
        { name: 'suite > fails', status: 'failed', message: expect.stringContaining('2 !== 3'), file: 'a.test.mjs', line: 6 },
        { name: 'suite > deep > works', status: 'passed' },
        { name: 'suite > deep > waits', status: 'skipped' },
        { name: 'suite > deep > is planned', status: 'skipped', file: 'a.test.mjs', line: 7 },
        { name: 'parent > child', status: 'failed', message: 'no number (thrown at add.mjs:2)', file: 'a.test.mjs', line: 9 },
        { name: 'with a hook > never runs', status: 'failed', message: expect.stringContaining('cancelled'), file: 'a.test.mjs', line: 10 },
        { name: 'with a hook', status: 'failed', message: 'hook broke', file: 'a.test.mjs', line: 10 },
        { name: 'prints', status: 'passed' },
      ],
      collectionErrors: [
        expect.stringMatching(/^b\.test\.mjs: Error \[ERR_MODULE_NOT_FOUND\]: Cannot find module '.*missing\.mjs'/),
        expect.stringMatching(/^c\.test\.mjs: SyntaxError: /),
        'd.test.mjs: test failed (exit code 3)',
      ],
    },
  })
  expect(JSON.stringify(reading)).not.toContain(root)
})

test('node --test with nothing to test: a report without cases', async () => {
  expect(readReport('tap', await run(['--test', '--test-reporter=tap', 'no-such-folder/**/*.mjs']), [root])).toEqual({ kind: 'report', report: { cases: [], collectionErrors: [] } })
})

test('node --test in JUnit says the same', async () => {
  write({ 'a.test.mjs': nodeTest, 'add.mjs': `export function add(a, b) {\n  if (a === null) throw new TypeError('no number')\n  return a + b\n}\n`, 'b.test.mjs': `import './missing.mjs'\n` })
  const reading = readReport('junit', await run(['--test', '--test-reporter=junit', 'a.test.mjs', 'b.test.mjs']), [root])
  const cases = reading.kind === 'report' ? reading.report.cases : []
  expect(cases.filter(({ status }) => status === 'failed').map(({ name, file }) => [name, file])).toEqual([
    ['suite > fails', 'a.test.mjs'],
    ['parent > child', 'a.test.mjs'],
    ['with a hook > never runs', 'a.test.mjs'],
  ])
  expect(reading.kind === 'report' && reading.report.collectionErrors).toEqual([expect.stringMatching(/^b\.test\.mjs: /)])
})

test('vitest writes the JSON of jest', async () => {
  const modules = fileURLToPath(import.meta.resolve('vitest/package.json')).replace(/\/vitest\/package\.json$/, '')
  symlinkSync(modules, join(root, 'node_modules'))
  write({
    'package.json': '{"type":"module"}',
    'v.spec.js': `import { describe, expect, it, test } from 'vitest'\ntest('passes', () => {})\ndescribe('suite', () => {\n  it('fails', () => expect(1).toBe(2))\n  it.skip('waits', () => {})\n})\n`,
    'w.spec.js': `import './missing.js'\n`,
  })
  await run([join(dirname(modules), 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, '--reporter=json', '--outputFile', 'vitest.json', '*.spec.js', 'v.spec.js', 'w.spec.js'])
  expect(readReport('vitest-json', readFileSync(join(root, 'vitest.json'), 'utf8'), [root])).toEqual({
    kind: 'report',
    report: {
      cases: [
        { name: 'passes', status: 'passed', file: 'v.spec.js' },
        { name: 'suite > fails', status: 'failed', message: expect.stringContaining('expected 1 to be 2'), file: 'v.spec.js', line: 4 },
        { name: 'suite > waits', status: 'skipped', file: 'v.spec.js' },
      ],
      collectionErrors: [expect.stringMatching(/^w\.spec\.js: .*missing\.js/)],
    },
  })
})
