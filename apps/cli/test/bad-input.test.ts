import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

describe('what a person may get wrong', () => {
  let bench: Bench
  let root: string
  let plan: string

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
    plan = bench.write('plan.json', planOf([{ id: 'one', code: writes('one.md') }]))
  })
  afterAll(() => bench.remove())

  it('names the position of every mistake in a plan', async () => {
    const wrong = bench.write('wrong.yaml', ['version: 1', 'project: hello', 'tiers:', '  - id: base', '    phases:', '      - id: one', '        category: docks', '        goal: Something.', '        scope: ["../x"]', '        builder: { kind: command, run: "npm test" }'].join('\n'))
    const refused = await bench.autopack(root, 'run', wrong)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/wrong\.yaml:10:\d+ tiers\[0\]\.phases\[0\]\.builder\.run: .*\["npm", ?"test"\]/)
    expect(await bench.autopack(root, 'config', 'validate', wrong)).toMatchObject({ code: 2, stderr: expect.stringContaining('wrong.yaml:10:') })
    expect((await bench.autopack(root, 'runs')).stdout).toBe('')
    expect(JSON.parse((await bench.autopack(root, 'run', wrong, '--json')).stdout)).toMatchObject({ type: 'stop', kind: 'refused', because: 'invalid', problems: expect.arrayContaining([expect.stringContaining('wrong.yaml:10:')]) })
  })

  it('finds before a run is made that what checkouts are to get cannot be copied', async () => {
    bench.write('hello/venv/pyvenv.cfg', '')
    symlinkSync('/etc', join(root, 'out'))
    const copying = bench.write('copying.json', planOf([{ id: 'one', code: writes('one.md') }], { workspace: { copy: ['missing', 'venv', 'out'] } }))
    const refused = await bench.autopack(root, 'run', copying)
    for (const name of ['venv', 'out']) rmSync(join(root, name), { recursive: true })
    expect(refused.code).toBe(2)
    for (const problem of ['workspace.copy names missing', 'venv is a Python virtualenv', 'out is a link to /etc']) expect(refused.stderr).toContain(problem)
    expect((await bench.autopack(root, 'runs')).stdout).toBe('')
  })

  it('asks for a plan that exists', async () => {
    expect(await bench.autopack(root, 'run', 'nowhere.yaml')).toMatchObject({ code: 2, stderr: expect.stringContaining(`The plan nowhere.yaml cannot be read: ${join(root, 'nowhere.yaml')} was looked for`) })
  })

  it.each([
    { args: ['frobnicate'], allowed: 'allowed: run, resume,' },
    { args: ['run'], allowed: 'allowed: autopack run <plan>' },
    { args: ['run', 'plan.json', '--max-usd', 'much'], allowed: 'A number above 0 is allowed' },
    { args: ['run', 'plan.json', '--max-tokens', '1.5'], allowed: 'A whole number above 0 is allowed' },
    { args: ['logs', 'r', 'a', '--attempt', 'x'], allowed: 'A whole number above 0 is allowed' },
    { args: ['simulate', 'r'], allowed: 'simulate [run] --models <file>' },
    { args: ['show', '--colour'], allowed: '[--json]' },
    { args: ['show', 'a', 'b'], allowed: 'allowed: autopack show [run]' },
    { args: ['config', 'schema', 'nothing'], allowed: 'plan, project-config, models' },
    { args: ['completion', 'tcsh'], allowed: 'bash, zsh, fish' },
    { args: [], allowed: 'Usage: autopack' },
  ])('says what is allowed after $args', async ({ args, allowed }) => {
    const refused = await bench.autopack(bench.folder, ...args)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(allowed)
  })

  it('needs a repository, with a working tree and a commit', async () => {
    mkdirSync(join(bench.folder, 'nothing'))
    mkdirSync(join(bench.folder, 'empty'))
    bench.git(join(bench.folder, 'empty'), 'init', '-q')
    bench.git(bench.folder, 'clone', '-q', '--bare', root, 'bare.git')
    expect(await bench.autopack(bench.folder, 'run', plan, '--repo', 'nothing')).toMatchObject({ code: 75, stderr: expect.stringContaining('git init') })
    expect(await bench.autopack(bench.folder, 'run', plan, '--repo', 'nowhere')).toMatchObject({ code: 75, stderr: expect.stringContaining('nowhere') })
    expect(await bench.autopack(bench.folder, 'run', plan, '--repo', 'empty')).toMatchObject({ code: 75, stderr: expect.stringContaining('error: HEAD has no commit yet') })
    expect(await bench.autopack(bench.folder, 'run', plan, '--repo', 'bare.git')).toMatchObject({ code: 75, stderr: expect.stringContaining('bare repository') })
  })

  it('needs git', async () => {
    const without = { ...bench.environment, PATH: '/nonexistent' }
    expect(await bench.with({ environment: without }, root, 'run', plan)).toMatchObject({ code: 75, stderr: expect.stringContaining('AUTOPACK_GIT_MISSING') })
  })

  it('builds on a dirty tree and on a detached HEAD, and says so', async () => {
    const other = bench.repository('other')
    bench.git(other, 'checkout', '-q', '--detach')
    bench.write('other/README.md', 'changed by me\n')
    const ran = await bench.autopack(other, 'run', plan, '--run-id', 'dirty')
    expect(ran.code).toBe(0)
    expect(ran.stderr).toMatch(/note .*detached/)
    expect(ran.stderr).toMatch(/note .*not committed|note .*uncommitted/)
    expect(readFileSync(join(other, 'README.md'), 'utf8')).toBe('changed by me\n')
    expect(ran.stdout).toContain('autopack promote dirty --target BRANCH')
    expect(await bench.autopack(other, 'promote', 'dirty')).toMatchObject({ code: 1, stderr: expect.stringContaining('--target BRANCH') })
    expect(await bench.autopack(other, 'promote', 'dirty', '--target', 'result')).toMatchObject({ code: 0 })
  })

  it('refuses before the run what policy forbids', async () => {
    const forbidden = bench.write('forbidden.json', planOf([{ id: 'one', scope: ['.git/**'], code: writes('one.md'), more: { deliverables: ['.git/config'] } }]))
    const refused = await bench.autopack(root, 'run', forbidden)
    expect(refused.code).toBe(6)
    expect(refused.stderr).toContain('.git')
    expect((await bench.autopack(root, 'runs')).stdout).toBe('')
  })

  it('refuses a deliverable that git ignores, naming the line', async () => {
    const other = bench.repository('ignoring')
    bench.write('ignoring/.gitignore', 'one.md\n')
    const delivering = bench.write('delivering.json', planOf([{ id: 'one', code: writes('one.md'), more: { deliverables: ['one.md'] } }]))
    expect(await bench.autopack(other, 'run', delivering)).toMatchObject({ code: 2, stderr: expect.stringContaining('.gitignore:1:one.md') })
  })

  it('keeps a change outside of its scope as evidence, and ends with 6', async () => {
    const outside = bench.write('outside.json', planOf([{ id: 'one', code: writes('src/other.js') }]))
    const ran = await bench.autopack(root, 'run', outside, '--run-id', 'outside')
    expect(ran.code).toBe(6)
    expect(ran.stdout).toContain('Refused   one: src/other.js')
    expect(ran.stdout).toContain('autopack diff outside one --attempt 2')
    expect((await bench.autopack(root, 'diff', 'outside', 'one', '--attempt', '2')).stdout).toContain('+++ b/src/other.js')
    expect((await bench.autopack(root, 'logs', 'outside', 'one')).stdout).toMatch(/── one, attempt 2: refused\nscope: src\/other\.js is outside [^\n]*\n {2}a person may instead add the path/)
  })

  it('fails a builder that changes nothing', async () => {
    const idle = bench.write('idle.json', planOf([{ id: 'one', code: '0' }]))
    const ran = await bench.autopack(root, 'run', idle, '--run-id', 'idle')
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was changed') })
    expect(ran.stdout).toMatch(/attempts 1 and 2 +no change/)
  })

  it('cannot be talked to by what a builder prints', async () => {
    const loud = bench.write('loud.json', planOf([{ id: 'one', code: 'console.log("\\u001b]0;owned\\u0007\\u001b[31mred\\u001b[2J\\u202eabc"); process.exit(3)' }]))
    const ran = await bench.autopack(root, 'run', loud, '--run-id', 'loud')
    const logs = await bench.autopack(root, 'logs', 'loud')
    expect(ran.code).toBe(1)
    expect(logs.stdout).toContain('red')
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    for (const text of [ran.stdout, ran.stderr, logs.stdout]) expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })

  it('needs a model for a phase without a builder, and names the variable of its key', async () => {
    const modelled = bench.write('modelled.json', JSON.stringify({ version: 1, project: 'hello', tiers: [{ id: 'base', phases: [{ id: 'one', category: 'docs', goal: 'Write.', scope: ['*.md'], ci: 'none' }] }] }))
    const refused = await bench.autopack(root, 'run', modelled)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('OPENAI_API_KEY')
  })

  it('says which file a key could not be read from', async () => {
    const environment = { ...bench.environment, OPENAI_API_KEY_FILE: 'missing.key' }
    expect(await bench.with({ environment }, root, 'run', plan)).toMatchObject({ code: 4, stderr: expect.stringContaining('OPENAI_API_KEY_FILE names missing.key') })
  })

  it('names a run that is not there, and what there is when nothing is', async () => {
    expect(await bench.autopack(root, 'show', 'nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('AUTOPACK_RUN_UNKNOWN') })
    const fresh = bench.repository('fresh')
    expect(await bench.autopack(fresh, 'show')).toMatchObject({ code: 2, stderr: expect.stringContaining('no runs yet') })
    expect(await bench.autopack(fresh, 'runs')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('no runs yet') })
    expect(await bench.autopack(fresh, 'resume')).toMatchObject({ code: 2, stderr: expect.stringContaining('no run here that is unfinished') })
  })

  it('names the position of a mistake in the project’s configuration', async () => {
    const other = bench.repository('misconfigured')
    bench.write('misconfigured/.autopack/config.yaml', 'version: 1\nbudget:\n  usd: -3\n')
    for (const args of [['run', plan], ['config', 'validate'], ['config', 'explain']]) {
      expect(await bench.autopack(other, ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(/config\.yaml:3:8 budget\.usd: /) })
    }
    expect(await bench.autopack(other, 'check')).toMatchObject({ code: 75, stdout: expect.stringMatching(/✖ configuration .*config\.yaml:3:8/) })
  })

  it('still looks where models.yaml is wrong, and says so', async () => {
    const other = bench.repository('broken')
    await bench.autopack(other, 'run', plan, '--run-id', 'before')
    bench.write('broken/.autopack/models.yaml', 'version: 1\nmodels: 3\n')
    for (const command of ['runs', 'show', 'logs', 'diff', 'issues', 'usage', 'promote']) {
      const { code, stderr } = await bench.autopack(other, command)
      expect([command, code, stderr]).toEqual([command, 0, expect.stringMatching(/models are not looked at: .*models\.yaml:1:1 /)])
    }
    for (const args of [['run', plan], ['quota', 'show']]) expect(await bench.autopack(other, ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('AUTOPACK_CONFIGURATION_INVALID') })
  })

  it('removes nothing for a state that is not there, and makes none', async () => {
    expect(await bench.autopack(root, 'gc', '--state', '../no-state')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nothing was removed') })
    expect(existsSync(join(bench.folder, 'no-state'))).toBe(false)
  })

  it('says so when the state cannot be written', async () => {
    expect(await bench.autopack(root, 'run', plan, '--state', '/proc/autopack')).toMatchObject({ code: 75, stderr: expect.stringContaining('AUTOPACK_STORE_') })
    expect(await bench.autopack(root, 'check', '--state', '/dev/null/state')).toMatchObject({ code: 75, stdout: expect.stringContaining('✖ state') })
  })
})
