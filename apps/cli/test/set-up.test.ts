import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench, planOf, writes } from './bench.ts'

describe('setting up', () => {
  let bench: Bench
  let root: string

  beforeAll(() => {
    bench = createBench()
    root = bench.repository('hello')
  })
  afterAll(() => bench.remove())

  describe('init', () => {
    it('writes a configuration and a plan that run as they stand', async () => {
      const made = await bench.autopack(join(root, 'src'), 'init')
      expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('✔ wrote .autopack/config.yaml') })
      expect(made.stderr).toContain('tests: node --test in package.json')
      expect(made.stderr).toContain('until .autopack/models.yaml and .autopack/pricing.yaml say otherwise')
      expect(made.stderr).toContain('next: autopack check, then autopack run ../.autopack/plan.yaml\n')
      expect(await bench.autopack(root, 'config', 'validate', '.autopack/plan.yaml')).toMatchObject({ code: 0, stderr: '' })
      const ran = await bench.autopack(root, 'run', '.autopack/plan.yaml', '--run-id', 'example')
      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('1 test green') })
      expect(bench.git(root, 'show', 'autopack/example:AUTOPACK.md')).toBe('Built with Autopack.')
    })

    it('overwrites nothing', async () => {
      writeFileSync(join(root, '.autopack/plan.yaml'), 'mine')
      const again = await bench.autopack(root, 'init')
      expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('– kept .autopack/plan.yaml') })
      expect(readFileSync(join(root, '.autopack/plan.yaml'), 'utf8')).toBe('mine')
      expect((await bench.autopack(bench.folder, 'init', '--repo', 'hello')).stderr).toContain('next: autopack check --repo hello, then autopack run hello/.autopack/plan.yaml --repo hello\n')
    })

    it('needs a repository', async () => {
      mkdirSync(join(bench.folder, 'nothing'))
      expect(await bench.autopack(join(bench.folder, 'nothing'), 'init')).toMatchObject({ code: 75, stderr: expect.stringMatching(/AUTOPACK_NOT_A_REPOSITORY.*git init/) })
      expect(existsSync(join(bench.folder, 'nothing/.autopack'))).toBe(false)
    })

    it.each([
      { name: 'vitest', files: { 'package.json': '{ "devDependencies": { "vitest": "5" } }', 'package-lock.json': '{}' }, has: ['"vitest", "run"', 'format: vitest-json', 'run: ["npm", "ci"]'] },
      { name: 'jest', files: { 'package.json': '{ "scripts": { "test": "jest" } }' }, has: ['"jest", "--json"', 'format: jest-json'] },
      { name: 'some script', files: { 'package.json': '{ "scripts": { "test": "make test" }, "dependencies": { "x": "1" } }', 'yarn.lock': '' }, has: ['["npm", "test"]', '["yarn", "install", "--frozen-lockfile"]'] },
      { name: 'no script', files: { 'package.json': '{ "scripts": { "test": "echo \\"Error: no test specified\\" && exit 1" } }' }, has: ['No test command was found'] },
      { name: 'a broken manifest', files: { 'package.json': '{' }, has: ['No test command was found'] },
      { name: 'pytest', files: { 'pyproject.toml': '' }, has: ['"pytest"', 'format: junit, from: test-report.xml'] },
      { name: 'Go', files: { 'go.mod': '' }, has: ['["go", "test", "./..."]'] },
      { name: 'Rust', files: { 'Cargo.toml': '' }, has: ['["cargo", "test"]'] },
      { name: 'bare Python tests', files: { 'tests/test_x.py': '' }, has: ['"pytest"'] },
      { name: 'bare node tests', files: { 'test/x.test.mjs': '' }, has: ['"node", "--test"'] },
    ])('finds the tests of a project with $name', async ({ name, files, has }) => {
      const folder = `detect/${name.replaceAll(' ', '-')}`
      for (const [file, text] of Object.entries(files)) bench.write(`${folder}/${file}`, text)
      const project = join(bench.folder, folder)
      bench.git(project, 'init', '-q')
      await bench.autopack(project, 'init')
      const configuration = readFileSync(join(project, '.autopack/config.yaml'), 'utf8')
      for (const part of has) expect(configuration).toContain(part)
      expect(await bench.autopack(project, 'config', 'validate', '.autopack/plan.yaml')).toMatchObject({ code: 0 })
    })
  })

  describe('check', () => {
    it('looks at everything a run needs, and says what is missing for some plans', async () => {
      const { code, stdout } = await bench.autopack(root, 'check')
      expect(code).toBe(0)
      for (const line of [/✔ node +\d/, /✔ git/, /✔ repository +.*hello, main at [0-9a-f]{7}/, /✔ state +.*\.git\/autopack/, /[✔▲] isolation +level \d of 4/, /✔ configuration +.*\.autopack\/config\.yaml/, /✔ models +what is shipped, until there is \.autopack\/models\.yaml/, /✔ pricing +what is shipped/]) expect(stdout).toMatch(line)
      expect(stdout).toMatch(/▲ builder .*OPENAI_API_KEY/)
    })

    it.runIf(process.getuid?.() === 0)('ends with 75 where commands would run as root with nothing around them', async () => {
      const programs = join(bench.folder, 'git-alone')
      mkdirSync(programs)
      for (const name of ['git', 'cp', 'sh']) symlinkSync(join('/usr/bin', name), join(programs, name))
      const { code, stdout } = await bench.with({ environment: { ...bench.environment, PATH: programs } }, root, 'check')
      expect([code, stdout]).toEqual([75, expect.stringMatching(/✖ isolation +level 0 of 4, at which no command runs[^]*another user/)])
    })

    it('is content with a key in a file', async () => {
      const environment = { ...bench.environment, OPENAI_API_KEY_FILE: bench.write('key', 'sk-secret\n') }
      const { stdout, stderr } = await bench.with({ environment }, root, 'check')
      expect(stdout).toMatch(/✔ builder +small/)
      expect(stdout + stderr).not.toContain('sk-secret')
    })

    it('ends with 75 where nothing can be built, and says why', async () => {
      expect(await bench.autopack(bench.folder, 'check', '--repo', 'nothing')).toMatchObject({ code: 75, stdout: expect.stringMatching(/✖ git .*git init/) })
      bench.git(join(bench.folder, 'nothing'), 'init', '-q')
      expect(await bench.autopack(bench.folder, 'check', '--repo', 'nothing')).toMatchObject({ code: 75, stdout: expect.stringMatching(/✖ repository .*commit/) })
    })

    it('writes nothing', async () => {
      const fresh = bench.repository('fresh')
      await bench.autopack(fresh, 'check')
      expect(existsSync(join(fresh, '.git/autopack'))).toBe(false)
    })
  })

  describe('config', () => {
    it('says which layer gave a value, and where it is written', async () => {
      const other = bench.repository('layered')
      bench.write('layered/.autopack/config.yaml', 'version: 1\nbudget:\n  usd: 3\n')
      const plan = bench.write('layered.json', planOf([{ id: 'one', code: writes('one.md') }], { budget: { tokens: 77 } }))
      const explain = async (...args: readonly string[]): Promise<string> => (await bench.autopack(other, 'config', 'explain', ...args)).stdout
      expect(await explain('budget.usd')).toMatch(/^budget\.usd {2}3 {2}project {2}.*layered\/\.autopack\/config\.yaml:3\n$/)
      expect(await explain('budget.minutes')).toMatch(/120 {2}shipped {2}.*strategy\.yaml:\d+\n$/)
      expect(await explain('budget.tokens', '--plan', plan)).toMatch(/77 {2}plan {2}.*layered\.json:1\n$/)
      expect(await explain('ci.normal')).toContain('nobody set it')
      expect((await explain()).split('\n').length).toBeGreaterThan(20)
      expect(await bench.autopack(other, 'config', 'explain', 'budget.rubles')).toMatchObject({ code: 2, stderr: expect.stringContaining('budget.usd, budget.tokens') })
      expect((await explain('budget')).split('\n').map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['budget.usd', 'budget.tokens', 'budget.minutes']))
      expect(await bench.autopack(other, 'config', 'explain', 'budget.token')).toMatchObject({ code: 2, stderr: expect.stringContaining('(did you mean `budget.tokens`?)') })
    })

    it('lists the files it found in order', async () => {
      const { stdout } = await bench.autopack(root, 'config', 'validate')
      expect(stdout.split('\n').filter((line) => line.startsWith('✔'))).toHaveLength(5)
    })

    it('names the files of .autopack that nobody reads', async () => {
      const other = bench.repository('misspelled')
      for (const [name, text] of [['model.yaml', 'version: 1\n'], ['next-plan.yaml', planOf([])], ['notes.md', '']] as const) bench.write(`misspelled/.autopack/${name}`, text)
      const { code, stderr } = await bench.autopack(other, 'config', 'validate')
      expect([code, stderr]).toEqual([0, expect.stringMatching(/^▲ \S+\/\.autopack\/model\.yaml is read by nobody \(did you mean `models\.yaml`\?\)[^\n]*\n$/)])
    })

    it('takes a project’s own models before those that are shipped', async () => {
      const other = bench.repository('models')
      const file = bench.write('models/.autopack/models.yaml', 'version: 1\nproviders:\n  local: { kind: openai, baseUrl: "http://127.0.0.1:9/v1" }\nmodels:\n  mine: { provider: local, name: mine, family: mine, billing: free, maxOutputTokens: 100 }\nroles:\n  builder: { low: [mine], medium: [mine], high: [mine] }\nescalateAfter: 1\n')
      const checked = await bench.autopack(other, 'check')
      expect(checked.stdout).toMatch(/✔ models +\S+\/models\/\.autopack\/models\.yaml\n[^]*✔ builder +mine/)
      chmodSync(file, 0o600)
      writeFileSync(file, 'version: 1\nmodels: 3\n')
      expect(await bench.autopack(other, 'config', 'validate')).toMatchObject({ code: 2, stderr: expect.stringMatching(/models\.yaml:2:9 models: /) })
    })

    it.each(['plan', 'project-config', 'models', 'pricing', 'strategy', 'policy'])('prints the JSON Schema of %s', async (name) => {
      const { stdout } = await bench.autopack(bench.folder, 'config', 'schema', name)
      expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema.org'), type: 'object' })
    })
  })
})
