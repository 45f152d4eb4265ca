import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

/** What a builder is given and what is left of it: a run goes on or counts a failed attempt, whatever lies there. */
describe('what builders leave lying about', () => {
  let bench: Bench
  let root: string
  let environment: Bench['environment']

  const deep = `for (let n = 0; n < 30; n += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)) }`
  const run = async (name: string, code: string): ReturnType<Bench['autopack']> => {
    const plan = bench.write(`${name}.json`, planOf([{ id: 'one', code: `const fs = require('node:fs'); ${writes('one.md', 'the good part\n')}; ${code}` }]))
    return bench.with({ environment }, root, 'run', plan, '--run-id', name)
  }
  /** Folders of commands and of checkouts that were not removed. */
  const left = (): readonly string[] => {
    const caches = join(environment['XDG_CACHE_HOME'] ?? '', 'autopack')
    const checkouts = existsSync(caches) ? readdirSync(caches).flatMap((name) => (existsSync(join(caches, name, 'checkouts')) ? readdirSync(join(caches, name, 'checkouts')) : [])) : ['no cache']
    return [...readdirSync(environment['TMPDIR'] ?? '').filter((name) => name.startsWith('autopack-command-')), ...checkouts]
  }

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
    environment = { ...bench.environment, TMPDIR: join(bench.folder, 'tmp'), XDG_CACHE_HOME: join(bench.folder, 'cache') }
    mkdirSync(join(bench.folder, 'tmp'))
  })
  afterAll(() => bench.remove())

  it.each([
    ['deep-temporary', `process.chdir(process.env.TMPDIR); ${deep}`],
    ['odd-home', `process.chdir(process.env.HOME); fs.mkdirSync(Buffer.of(0xff)); fs.writeFileSync(Buffer.of(0xff, 0x2f, 0xfe), '')`],
    ['shut-home', `process.chdir(process.env.HOME); fs.mkdirSync('go/pkg/mod', { recursive: true }); fs.writeFileSync('go/pkg/mod/x', ''); fs.chmodSync('go/pkg/mod', 0o500)`],
  ])('goes: %s', async (name, code) => {
    expect([(await run(name, code)).code, left()]).toEqual([0, []])
  })

  it.each([
    ['deep-checkout', deep],
    ['pipe', `require('node:child_process').execFileSync('mkfifo', ['.gitignore'])`],
    ['pipe-in-git', `fs.mkdirSync('sub/.git', { recursive: true }); require('node:child_process').execFileSync('mkfifo', ['sub/.git/HEAD'])`],
    ['large', `fs.truncateSync(fs.openSync('big.bin', 'w'), 2 ** 31)`],
    ['repository', `require('node:child_process').execFileSync('git', ['init', '--quiet', 'inner'])`],
    ['exits', `process.exitCode = 3`],
  ])('ends each attempt as failed, with what it did well as evidence: %s', async (name, code) => {
    const ran = await run(name, code)
    const events = (await bench.with({ environment }, root, 'watch', name, '--json')).stdout.trim().split('\n').map((line): BuildEnd => JSON.parse(line))
    const builds = events.filter(({ type, data }) => type === 'effect-end' && data?.kind === 'build')
    expect([ran.code, left(), builds.length > 1]).toEqual([1, [], true])
    for (const { data } of builds) {
      expect(data?.outcome).toMatchObject({ kind: 'failed', failure: 'builder_error', evidence: expect.arrayContaining([expect.objectContaining({ name: 'change.diff' })]) })
    }
    expect((await bench.with({ environment }, root, 'logs', name)).stdout).toContain('+the good part')
    expect(bench.git(root, 'count-objects', '-v')).not.toMatch(/size: \d{5}/)
  })
})

describe('what the setup of a candidate leaves', () => {
  let bench: Bench
  let root: string

  const tap = `console.log('TAP version 13\\n1..1\\n' + (require('node:fs').readFileSync('ignored/library', 'utf8') === 'good' ? 'ok' : 'not ok') + ' 1 - library')`
  const run = async (name: string, script: string): ReturnType<Bench['autopack']> => {
    const code = `${writes('package-lock.json', '{ "lockfileVersion": 4 }\n')}; ${script === '' ? '' : writes('setup.js', script)}`
    const ci = [{ run: ['node', '-e', tap], report: { format: 'tap' } }]
    const plan = planOf([{ id: 'one', scope: ['package-lock.json', 'setup.js'], code, more: { ci } }], { workspace: { setup: [{ run: ['node', 'setup.js'] }] } })
    return bench.autopack(root, 'run', bench.write(`${name}.json`, plan), '--run-id', name)
  }
  const prepares = (content: string): string => `import fs from 'node:fs'\nfs.mkdirSync('ignored')\nfs.writeFileSync('ignored/library', '${content}')\n`

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
    bench.write('hello/package-lock.json', '{ "lockfileVersion": 3 }\n')
    bench.write('hello/.gitignore', 'ignored/\n')
    bench.write('hello/setup.js', prepares('good'))
    bench.git(root, 'add', '-A')
    bench.git(root, 'commit', '-q', '-m', 'setup')
  })
  afterAll(() => bench.remove())

  it('is used for no other candidate, whatever lockfiles they share', async () => {
    const hostile = await run('hostile', prepares('poisoned'))
    expect([hostile.code, `${hostile.stdout}${hostile.stderr}`]).toEqual([1, expect.stringContaining('library')])
    // tests pass, and a person is asked about the lockfile
    expect((await run('honest', '')).code).toBe(3)
  })

  it.each([
    ['a name that is no text', `fs.writeFileSync(Buffer.of(0xff), '')`],
    ['a link that leads out', `fs.symlinkSync('/etc', 'ignored/link')`],
  ])('fails the attempt and not the run where it is %s', async (name, code) => {
    const ran = await run(name.replaceAll(' ', '-'), `${prepares('good')}${code}\n`)
    expect([ran.code, `${ran.stdout}${ran.stderr}`]).toEqual([1, expect.stringContaining('setup failed')])
  })

  it('is no pipe that others would wait for', async () => {
    const ran = await run('pipe', `${prepares('good')}import { execFileSync } from 'node:child_process'\nexecFileSync('mkfifo', ['ignored/.gitignore'])\nfs.mkdirSync('sub/.git', { recursive: true })\nexecFileSync('mkfifo', ['sub/.git/HEAD'])\n`)
    expect(ran.code).toBe(3)
  })
})

interface BuildEnd {
  readonly type: string
  readonly data?: { readonly kind: string; readonly outcome: object }
}
