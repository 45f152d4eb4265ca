import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { createCommandRunner, createFixRunner, readCommandPolicy, type FixOutcome } from '@autopack/command-sandbox'
import type { ChangePolicy, CommandOutcome, CommandSpecification, JudgeRequest } from '@autopack/contracts'
import { createGovernor, parseChange, proposeChange, type ChangeFormat } from '@autopack/governed-apply'
import { createMemoryRepository } from '@autopack/testkit'
import { policy as open } from '../../governed-apply/real-world.ts'
import { stagedAttacks, type Stages, type StagedAttack } from '../staged-attack.ts'

/** A line that is forged, a screen that is cleared, a title, a line that is overwritten, a C1 sequence, a separator, two turns of the writing direction, what is not seen. */
const controls = ['\n', '\u001b[2J', '\u001b]0;x\u0007', '\r', '\u009b2J', '\u2028', '\u202e', '\u2066', '\u200b'] as const
const raw = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2066-\u2069]/u

type Say = (control: string) => Promise<readonly string[]>

/** What ordinary tools say of a name, of a program, of a text and of a line. */
const ordinary = {
  name: (name: string) => thrown(() => readFileSync(join('/nonexistent', name))),
  program: (name: string) => spawnSync(name).error?.message ?? '',
  text: (text: string) => thrown(() => JSON.parse(`{"a": ${text}`)),
  line: (line: string) => thrown(() => new Script(`const = '${line}'`)),
} as const

function thrown(act: () => unknown): string {
  try {
    return String(act())
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
  }
}

/** `say`: what ours says for each control, as far as it says anything. */
function carrier(kind: keyof typeof ordinary, say: Say): Stages {
  return {
    succeeds: () => ordinary[kind]('a\u001b[2Jb').includes('\u001b[2J'),
    harm: async () => {
      const said = (await Promise.all(controls.map(say))).flat()
      if (said.length === 0) return 'nothing is said, which proves nothing'
      const found = said.find((message) => raw.test(message))
      return found === undefined ? null : `says ${JSON.stringify(found.slice(0, 200))}`
    },
  }
}

const read = (format: ChangeFormat, text: (control: string) => string): Say => async (control) => {
  const outcome = parseChange(format, text(control))
  return outcome.kind === 'invalid' ? outcome.problems : []
}

/** Written as JSON, so that every control gets into it. */
const edits = (...files: readonly object[]): string => JSON.stringify({ files })

function proposed(file: (control: string) => readonly [path: string, text: string], format: ChangeFormat, text: (control: string) => string): Say {
  return async (control) => {
    const [path, body] = file(control)
    const outcome = parseChange(format, text(control))
    if (outcome.kind === 'invalid') return outcome.problems
    const repository = createMemoryRepository({ files: { [path]: body } })
    const proposal = await proposeChange({ repository, base: repository.refs.get('refs/heads/main') ?? '', parsed: outcome.parsed })
    if (proposal.kind === 'already-exists') return [proposal.problem]
    return proposal.kind === 'refused' ? proposal.problems : []
  }
}

function judged(before: Readonly<Record<string, string>>, path: (control: string) => string, after: (control: string) => { readonly mode: string; readonly text: string } | null, request: Partial<JudgeRequest> = {}): Say {
  return async (control) => {
    const repository = createMemoryRepository({ files: Object.fromEntries(Object.entries(before).map(([name, text]) => [name.replace('*', control), text.replace('*', control)])) })
    const base = repository.refs.get('refs/heads/main') ?? ''
    const side = after(control)
    const [blob = ''] = await repository.writeBlobs([Buffer.from(side?.text ?? '')])
    const tree = await repository.writeTree(base, [{ path: path(control), after: side === null ? null : { mode: side.mode, blob } }])
    const judgement = await createGovernor({ repository }).judge({ change: { base, tree }, onto: base, scope: ['**'], deliverables: [], policy: open, ...request })
    return judgement.kind === 'rejected' ? judgement.reasons.map(({ message }) => message) : judgement.kind === 'accepted' ? judgement.asks.map(({ message }) => message) : []
  }
}

const name = (control: string): string => `src/a${control}b.js`
const plain = (text: string) => (control: string) => ({ mode: '100644', text: text.replace('*', control) })
const asking: ChangePolicy = { ...open, classes: [{ name: 'all', globs: ['**'], verdict: 'ask' }] }
const limited: ChangePolicy = { ...open, limits: { ...open.limits, shrinkage: 0.5, growth: 2, lostSymbols: 0.1, churn: { share: 0.1, categories: ['small'] } } }

/** What a command runner says of one command in a folder of its own. */
function ran(command: (folder: string, control: string) => Partial<CommandSpecification> & Pick<CommandSpecification, 'argv'>): Say {
  return async (control) => inFolder(async (folder) => {
    const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: folder }, probe: async () => ({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: [`Because of ${control}.`] }) })
    return messageOf(await runner.run({ use: 'ci', cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 5000, outputLimit: 1000, marker: 'log:1:x', ...command(folder, control) }))
  })
}

const commands = readCommandPolicy(readFileSync(new URL('../../../../../config/commands.yaml', import.meta.url), 'utf8'))

function fixed(given: (control: string) => unknown, prepare: (folder: string, control: string) => void = () => undefined): Say {
  return async (control) => inFolder(async (folder) => {
    execFileSync('git', ['init', '-q', '--template=', folder], { stdio: 'pipe' })
    prepare(folder, control)
    const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: folder }, probe: async () => ({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: [] }) })
    return messageOf(await createFixRunner({ runner, policy: commands, root: folder, marker: 'log:1:x' }).run(given(control)))
  })
}

function messageOf(outcome: CommandOutcome | FixOutcome): readonly string[] {
  return 'message' in outcome ? [outcome.message] : []
}

async function inFolder(work: (folder: string) => Promise<readonly string[]>): Promise<readonly string[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'log-injection-')))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const hunk = '@@ -1 +1 @@\n-a\n+b\n'
const git = 'diff --git a/x b/x\n'

export const logInjectionAttacks: readonly StagedAttack[] = stagedAttacks('log-injection', {
  // a change as text
  'a path that is named twice': carrier('name', read('edits', (control) => edits({ action: 'delete', path: name(control) }, { action: 'delete', path: name(control) }))),
  'a path that leads out': carrier('name', read('edits', (control) => edits({ action: 'delete', path: `../${name(control)}` }))),
  'a path of git’s own': carrier('name', read('edits', (control) => edits({ action: 'delete', path: `.git/${name(control)}` }))),
  'two paths that are one': carrier('name', read('edits', (control) => edits({ action: 'write', path: `a${control}b`, content: '' }, { action: 'write', path: `A${control}B`, content: '' }))),
  'a path that is a folder too': carrier('name', read('edits', (control) => edits({ action: 'write', path: `a${control}b`, content: '' }, { action: 'write', path: `a${control}b/c`, content: '' }))),
  'what is no JSON': carrier('text', read('edits', (control) => `{"files": ${control}x`)),
  'a key that is not known': carrier('text', read('edits', (control) => JSON.stringify({ files: [], [`a${control}b`]: 1 }))),
  'a key of a file that is not known': carrier('text', read('edits', (control) => edits({ action: 'delete', path: 'x', [`a${control}b`]: 1 }))),
  'a name without a prefix': carrier('name', read('unified-diff', (control) => `--- x${control}\n+++ y\n`)),
  'two names that differ': carrier('name', read('unified-diff', (control) => `--- "a/x${octal(control)}"\n+++ "b/y${octal(control)}"\n${hunk}`)),
  'a name in quotes': carrier('name', read('unified-diff', (control) => `--- "a/../x${octal(control)}"\n+++ "b/../x${octal(control)}"\n${hunk}`)),
  'a name in quotes that has no end': carrier('name', read('unified-diff', (control) => `--- "a/x${control}\n+++ "b/x\n${hunk}`)),
  'a mode': carrier('text', read('git-diff', (control) => `${git}new file mode ${control}\n`)),
  'an index line': carrier('text', read('git-diff', (control) => `${git}index ${control}\n--- a/x\n+++ b/x\n${hunk}`)),
  'a header of a hunk': carrier('line', read('unified-diff', (control) => `--- a/x\n+++ b/x\n@@ ${control} @@\n`)),
  'a line that is no part of a diff': carrier('line', read('git-diff', (control) => `look: ${control}\n`)),
  'what stands between two files': carrier('line', read('unified-diff', (control) => `--- a/x\n+++ b/x\n${hunk}look: ${control}\n`)),
  // a change that is applied
  'a path that is not there': carrier('name', proposed(() => ['x', ''], 'edits', (control) => edits({ action: 'delete', path: `src/a${control}b` }))),
  'a path that is there': carrier('name', proposed((control) => [`a${control}b`, 'a\n'], 'edits', (control) => edits({ action: 'rename', path: `a${control}b`, to: `c${control}d` }, { action: 'rename', path: `c${control}d`, to: `a${control}b` }))),
  'a file that a new name meets': carrier('name', proposed((control) => [`a${control}b`, 'a\n'], 'unified-diff', (control) => `--- /dev/null\n+++ "b/a${octal(control)}b"\n@@ -0,0 +1 @@\n+a\n`)),
  'a file in the place of a folder': carrier('name', proposed((control) => [`a${control}b`, 'a\n'], 'edits', (control) => edits({ action: 'write', path: `a${control}b/c`, content: '' }))),
  'a line that nearly matches': carrier('line', proposed((control) => ['x', `first\nsecond ${control} third\nlast\n`], 'edits', () => edits({ action: 'edit', path: 'x', edits: [{ search: 'first\nother\n', replace: '' }] }))),
  'a search block that does not match': carrier('line', proposed(() => ['x', 'first\nsecond\n'], 'edits', (control) => edits({ action: 'edit', path: 'x', edits: [{ search: `first\nother ${control}\n`, replace: '' }] }))),
  // a change that is judged
  'a path that is new': carrier('name', judged({}, name, plain('x\n'))),
  'a path beyond the scope': carrier('name', judged({}, name, plain('x\n'), { scope: ['docs/**'] })),
  'a path that needs a person': carrier('name', judged({}, name, plain('x\n'), { policy: asking })),
  'a link': carrier('name', judged({}, name, (control) => ({ mode: '120000', text: `../..${control}` }))),
  'an executable': carrier('name', judged({}, name, () => ({ mode: '100755', text: 'x\n' }))),
  'a test that goes': carrier('name', judged({ 'test/a*b.test.js': "test('a', () => expect(1).toBe(1))\n" }, (control) => `test/a${control}b.test.js`, () => null)),
  'a file that loses its lines': carrier('name', judged({ 'src/a*b.js': 'let a\n'.repeat(50) }, name, plain('let a\n'), { policy: limited })),
  'a deliverable that is missing': carrier('name', async (control) => judged({}, () => 'x', plain('x\n'), { deliverables: [name(control)] })(control)),
  'a line that says it is cut off': carrier('line', judged({}, () => 'src/a.js', plain('// ... rest of * the code unchanged\n'))),
  'a word that is no syntax': carrier('line', judged({}, () => 'src/a.js', plain("const a = '*\n"))),
  'a name that is lost': carrier('line', judged({ 'src/a.js': "export const 'x*y' = 1\nexport const b = 2\nexport const c = 3\n" }, () => 'src/a.js', plain('/* * */ export const b = 2\n'), { policy: limited })),
  'what a policy says of a path': carrier('name', async (control) => createGovernor({ repository: createMemoryRepository() }).foresee([name(control)], ['docs/**'], asking).map(({ message }) => message)),
  // a command
  'a program that is not there': carrier('program', ran((_, control) => ({ argv: [`no${control}program`] }))),
  'a path of a program that is not there': carrier('program', ran((_, control) => ({ argv: [`./no${control}program`] }))),
  'a program that is a folder': carrier('program', ran((folder, control) => {
    mkdirSync(join(folder, `a${control}b`))
    return { argv: [`./a${control}b`] }
  })),
  'a program that may not be run': carrier('program', ran((folder, control) => {
    writeFileSync(join(folder, `a${control}b`), '')
    return { argv: [`./a${control}b`] }
  })),
  'the first line of a script': carrier('program', ran((folder, control) => {
    writeFileSync(join(folder, 's'), `#!/no/a${control}b\n`, { mode: 0o755 })
    return { argv: ['./s'] }
  })),
  'a program and too many words': carrier('program', ran((folder, control) => {
    symlinkSync('/bin/true', join(folder, `a${control}b`))
    return { argv: [`./a${control}b`, 'x'.repeat(8 << 20)] }
  })),
  'a folder that is not there': carrier('name', ran((folder, control) => ({ argv: ['true'], cwd: join(folder, `a${control}b`) }))),
  'a writable folder that is none': carrier('name', ran((_, control) => ({ argv: ['true'], writable: [`a${control}b`] }))),
  'a readable folder that is relative': carrier('name', ran((_, control) => ({ argv: ['true'], readable: [`a${control}b`] }))),
  'why the isolation is not higher': carrier('text', ran(() => ({ argv: ['true'], use: 'node_fix' }))),
  // a fix
  'an operation that is not known': carrier('text', fixed((control) => ({ category: 'git', op: `a${control}b`, args: {} }))),
  'an argument that is not known': carrier('text', fixed((control) => ({ category: 'git', op: 'abort_merge', args: { [`a${control}b`]: 1 } }))),
  'a path of a fix': carrier('name', fixed((control) => ({ category: 'file', op: 'create', args: { path: `a${control}b/../c` } }))),
  'a path of a fix that leads out': carrier('name', fixed((control) => ({ category: 'file', op: 'create', args: { path: `a${control}b/c` } }), (folder, control) => symlinkSync('/', join(folder, `a${control}b`)))),
  'a key of a repository’s configuration': carrier('text', fixed(() => ({ category: 'git', op: 'abort_merge', args: {} }), (folder, control) => {
    if (control !== '\n') appendFileSync(join(folder, '.git/config'), `[filter "a${control}b"]\n\tclean = x\n`)
  })),
})

/** A control as git writes it in a name. */
function octal(control: string): string {
  return [...Buffer.from(control)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
