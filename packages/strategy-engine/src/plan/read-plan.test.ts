import { describe, expect, test } from 'vitest'
import { planText } from '../../test/fixtures.ts'
import { formatProblem } from '../problem/problem.ts'
import { readPlan } from './read-plan.ts'

function problems(text: string): string[] {
  const read = readPlan({ text, file: 'plan.yaml' })
  return read.kind === 'invalid' ? read.problems.map(formatProblem) : []
}

/** Problems of a plan with one phase that is right but for `lines`. */
function phaseProblems(lines: string, head?: string): string[] {
  return problems(planText(`- id: one\n  category: docs\n  goal: Say it.\n${lines.replaceAll(/^/gm, '  ')}`, head))
}

const scope = 'scope: ["src/**"]'

test('a plan that is right is read with the position of everything in it', () => {
  const read = readPlan({ text: planText(`- id: one\n  category: docs\n  goal: Say it.\n  ${scope}`), file: 'plan.yaml' })
  expect(read).toMatchObject({ kind: 'plan', plan: { version: 1, project: 'hello', tiers: [{ id: 'base', phases: [{ id: 'one', scope: ['src/**'] }] }] } })
  if (read.kind === 'plan') expect(read.locate(['tiers', 0, 'phases', 0, 'scope'])).toEqual({ line: 10, column: 16 })
})

test('all problems are reported at once, in the order of the text', () => {
  const found = problems('version: 2\nprojct: x\nbudget: { usd: -1 }\ntiers: []\n')
  expect(found).toEqual([
    'plan.yaml:1:1 project: missing; it must be given: text.',
    'plan.yaml:1:10 version: `2` is not allowed; it must be `1`',
    'plan.yaml:2:1 projct: unknown key `projct` (did you mean `project`?); allowed: `version`, `project`, `ci`, `budget`, `runType`, `safetyProfile`, `workspace`, `approvals`, `tiers`',
    'plan.yaml:3:16 budget.usd: `-1` is too small; it must be greater than 0',
    'plan.yaml:4:8 tiers: a list of 0 is too small; it must not be empty',
  ])
})

test('a hundred problems are shown, and how many more there are', () => {
  const found = problems(Array.from({ length: 150 }, (_, index) => `key${index}: 1`).join('\n'))
  expect(found).toHaveLength(101)
  expect(found.at(-1)).toContain('53 more problems are not shown; correct these first')
})

describe('what is wrong, and what is allowed', () => {
  test('an omitted scope is an error, with an example', () => {
    const [problem] = phaseProblems('timeout: 5')
    expect(problem).toContain('plan.yaml:7:9 tiers[0].phases[0].scope: missing; it must be given: a list.')
    expect(problem).toContain('An omitted scope is an error')
    expect(problem).toContain('For example: scope: ["src/**","test/**"]')
  })

  test('a command given as text is refused with the list to paste', () => {
    const [problem] = phaseProblems(scope, 'ci: { normal: [{ run: npm test -- "a b" }] }')
    expect(problem).toBe(
      'plan.yaml:3:23 ci.normal[0].run: must be a list of a program and its arguments, there is no shell; write run: ["npm", "test", "--", "a b"]',
    )
  })

  test('a command that needs a shell belongs into a script file', () => {
    const [problem] = phaseProblems(scope, 'ci: { normal: [{ run: npm test && npm run lint }] }')
    expect(problem).toContain('so `&&` would not work; put the line in a script file and write run: ["sh", "path/to/script.sh"]')
  })

  test.each([
    ['ci: norml', '.ci: the text `norml` is not allowed (did you mean `normal`?); it must be `normal`, `strict`, `none` or a list'],
    ['ci: [{ run: [] }]', '.ci[0].run: must not be empty; text is expected'],
    ['ci: [{ run: ["a"], report: { format: tapp } }]', '.ci[0].report.format: the text `tapp` is not allowed (did you mean `tap`?); it must be one of'],
    ['builder: { kind: comand }', '.builder.kind: the text `comand` is not allowed (did you mean `command`?); it must be one of `command`, `model`, `file`'],
    ['builder: { kind: file, run: ["a"] }', '.builder.run: unknown key `run`; allowed: `kind`'],
    ['builder: { kind: command }', '.builder.run: missing; it must be given: a list of a program and its arguments. Program and arguments.'],
    ['builder: { kind: command, run: "npx codemod" }', '.builder.run: must be a list of a program and its arguments, there is no shell; write run: ["npx", "codemod"]'],
    ['env: { LEVEL: 1 }', '.env.LEVEL: text is expected, not `1`; put it in quotes'],
    ['timeout: soon', '.timeout: a number is expected, not the text `soon`'],
    ['dependsOn: other', '.dependsOn: a list is expected, not the text `other`'],
    ['deliverables: ["../x"]', '.deliverables[0]: the text `../x` is not allowed; a path relative to the repository, without `..`'],
    ['auditor: never', '.auditor: the text `never` is not allowed; it must be one of `none`, `required`'],
  ])('%s', (line, expected) => {
    expect(phaseProblems(`${scope}\n${line}`)).toEqual([expect.stringContaining(`tiers[0].phases[0]${expected}`)])
  })
})

describe('scopes, deliverables and roots are paths inside the repository', () => {
  test.each([
    ['/etc/**', 'is absolute'],
    ['C:/x', 'is absolute'],
    ['../other/**', 'contains `..`'],
    ['src/../../x', 'contains `..`'],
    ['./src/**', 'write `src/**`'],
    ['src//a', 'write `src/a`'],
    ['src/', 'write `src`'],
    ['!src/**', 'starts with `!`'],
    ['src/[a', 'is not a valid glob'],
  ])('the scope %s', (glob, reason) => {
    expect(phaseProblems(`scope: [${JSON.stringify(glob)}]`)).toEqual([expect.stringContaining(`tiers[0].phases[0].scope[0]: \`${glob}\` ${reason.startsWith('write') ? `is not in its plain spelling; ${reason}` : reason}`)])
  })

  test.each([
    ['docs/a.md', 'is outside the phase’s scope (`src/**`)'],
    ['SRC/a.js', 'is outside the phase’s scope'],
    ['src/*.js', 'is a glob'],
    ['src/{a,b}.js', 'is a glob'],
    ['src\\a.js', 'contains a backslash'],
    ['src/./a.js', 'write `src/a.js`'],
  ])('the deliverable %s', (path, reason) => {
    expect(phaseProblems(`${scope}\ndeliverables: [${JSON.stringify(path)}]`)).toEqual([expect.stringContaining(reason)])
  })

  test.each(['src/a.js', 'src/.hidden/b', 'src/app/[id]/(group)/page.tsx'])('the deliverable %s is fine', (path) => {
    expect(phaseProblems(`${scope}\ndeliverables: ["${path}"]`)).toEqual([])
  })

  test('a rule that is lifted is one that may be, for globs that are right', () => {
    expect(phaseProblems(`${scope}\nallow: { growth: ["src/**"], executable: ["run.sh"] }`)).toEqual([])
    expect(phaseProblems(`${scope}\nallow: { growth: ["../x"] }`)).toEqual([expect.stringContaining('allow.growth[0]: `../x` contains `..`')])
    expect(phaseProblems(`${scope}\nallow: { scope: ["src/**"] }`)).toEqual([expect.stringContaining('allow')])
    expect(phaseProblems(`${scope}\nallow: { growth: [] }`)).toEqual([expect.stringContaining('allow.growth')])
  })

  test('a root is a literal folder', () => {
    expect(phaseProblems(`${scope}\nroot: packages/*`)).toEqual([expect.stringContaining('root: `packages/*` contains glob characters')])
    expect(phaseProblems(`${scope}\nroot: ./packages/a`)).toEqual([expect.stringContaining('write `packages/a`')])
    expect(phaseProblems(`${scope}\nroot: packages/a\ndeliverables: ["src/x.js"]`)).toEqual([])
  })
})

describe('phases and tiers refer to each other', () => {
  const phase = (id: string, dependsOn: string[] = []): string =>
    `- { id: ${id}, category: docs, goal: Say it., ${scope}, dependsOn: [${dependsOn.join(', ')}] }`
  const tier = (id: string, ...phases: string[]): string => `  - id: ${id}\n    phases:\n${phases.map((text) => `      ${text}`).join('\n')}\n`
  const tiers = (...texts: string[]): string[] => problems(`version: 1\nproject: x\ntiers:\n${texts.join('')}`)

  test('ids are used once', () => {
    expect(tiers(tier('a', phase('one')), tier('a', phase('one')))).toEqual([
      'plan.yaml:7:9 tiers[1].id: the tier `a` exists already; every tier of a plan has an id of its own',
      'plan.yaml:9:15 tiers[1].phases[0].id: the phase `one` exists already; every phase of a plan has an id of its own',
    ])
  })

  test('a dependency exists', () => {
    expect(tiers(tier('a', phase('first'), phase('two', ['frst'])))).toEqual([
      expect.stringContaining('tiers[0].phases[1].dependsOn[0]: no phase is called `frst` (did you mean `first`?); there are `first`, `two`'),
    ])
  })

  test('a dependency is not in a later tier', () => {
    expect(tiers(tier('a', phase('one', ['two'])), tier('b', phase('two')))).toEqual([expect.stringContaining('`two` is in a later tier')])
  })

  test('a phase does not wait for itself', () => {
    expect(tiers(tier('a', phase('one', ['one'])))).toEqual([expect.stringContaining('a phase cannot depend on itself')])
  })

  test('dependencies do not go round in a circle', () => {
    expect(tiers(tier('a', phase('one', ['three']), phase('two', ['one']), phase('three', ['two'])))).toEqual([
      expect.stringContaining('goes round in a circle: one → three → two → one; remove one of these'),
    ])
  })

  test('later phases, earlier tiers and diamonds are fine', () => {
    expect(tiers(tier('a', phase('one', ['two']), phase('two')), tier('b', phase('three', ['one', 'two'])))).toEqual([])
  })
})

describe('variables', () => {
  test.each(['AUTOPACK_RUN', 'GIT_DIR', 'PATH', 'LD_PRELOAD', 'DYLD_INSERT_LIBRARIES', 'NODE_OPTIONS', 'BASH_ENV'])('%s is reserved', (name) => {
    expect(phaseProblems(`${scope}\nenv: { ${name}: x }`)).toEqual([expect.stringContaining(`.env.${name}: \`${name}\` is reserved`)])
    expect(phaseProblems(scope, `ci: { normal: [{ run: ["a"], envFrom: [${name}] }] }`)).toEqual([
      expect.stringContaining(`ci.normal[0].envFrom[0]: \`${name}\` is reserved`),
    ])
  })

  test('a name is a name', () => {
    expect(phaseProblems(`${scope}\nenv: { 1A: x, "A B": y, OK_1: z }`)).toEqual([
      expect.stringContaining('`1A` is not a variable name'),
      expect.stringContaining('`A B` is not a variable name'),
    ])
    expect(phaseProblems(`${scope}\nci: [{ run: ["a"], env: { "A=B": "x" } }]`)).toEqual([expect.stringContaining('.ci[0].env.A=B')])
  })
})

test('git’s own folder is never copied into a checkout', () => {
  expect(phaseProblems(scope, 'workspace: { copy: [".env", "sub/.git/config", "./x"] }')).toEqual([
    expect.stringContaining('workspace.copy[1]: `sub/.git/config` is git’s own'),
    expect.stringContaining('workspace.copy[2]: `./x` is not in its plain spelling'),
  ])
})
