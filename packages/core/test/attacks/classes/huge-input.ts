import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCommandPolicy } from '@autopack/command-sandbox'
import { createGovernor, parseChange, proposeChange, type ChangeFormat } from '@autopack/governed-apply'
import { createMemoryRepository } from '@autopack/testkit'
import { policy } from '../../governed-apply/real-world.ts'
import { stagedAttacks, type Stages, type StagedAttack } from '../staged-attack.ts'

/** Seconds that an ordinary tool is given, and seconds of the processor that ours may take. */
const patience = 3
const longestMessage = 5000
const here = fileURLToPath(new URL('.', import.meta.url))

/** Whether a script of Node's ends badly, or not at all. */
function breaks(code: string): boolean {
  const { status, signal } = spawnSync(process.execPath, ['--max-old-space-size=300', '--input-type=module', '-e', code], { cwd: here, stdio: 'ignore', timeout: patience * 1000, killSignal: 'SIGKILL' })
  return status !== 0 || signal !== null
}

/** Whether git takes a patch into its index. */
function gitTakes(text: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'huge-'))
  try {
    execFileSync('git', ['init', '-q', '--template=', folder], { stdio: 'pipe' })
    return spawnSync('git', ['-C', folder, 'apply', '--cached', '--whitespace=nowarn', '-'], { input: text, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is wrong when ours takes too long, throws, says too much, or does not refuse what it must. */
async function bounded(work: () => Promise<{ readonly refused: boolean; readonly said: readonly string[] }>, mustRefuse: boolean): Promise<string | null> {
  const before = process.cpuUsage()
  const { refused, said } = await work()
  const seconds = process.cpuUsage(before).user / 1e6
  if (seconds > patience) return `took ${seconds} s`
  if (said.length > 100 || said.some((text) => text.length > longestMessage)) return `says ${said.length} things, of ${Math.max(...said.map(({ length }) => length))} characters`
  return mustRefuse && !refused ? 'was let through' : null
}

/** A change that must be refused. */
function change(format: ChangeFormat, text: () => string, succeeds: () => boolean, file = 'x\n'): Stages {
  const work = async (): Promise<{ refused: boolean; said: readonly string[] }> => {
    const read = parseChange(format, text())
    if (read.kind === 'invalid') return { refused: true, said: read.problems }
    const repository = createMemoryRepository({ files: { 'a.txt': file } })
    const base = repository.refs.get('refs/heads/main') ?? ''
    const proposal = await proposeChange({ repository, base, parsed: read.parsed })
    if (proposal.kind !== 'proposed') return { refused: true, said: proposal.kind === 'refused' ? proposal.problems : [] }
    const judgement = await createGovernor({ repository }).judge({ change: proposal.change, onto: base, scope: ['**'], deliverables: [], policy })
    return { refused: judgement.kind === 'rejected', said: judgement.kind === 'rejected' ? judgement.reasons.map(({ message }) => message) : [] }
  }
  return { succeeds, harm: () => bounded(work, true) }
}

/** A file that must be judged in time, whatever is said of it. */
function content(path: string, text: () => string, naive: string): Stages {
  const work = async (): Promise<{ refused: boolean; said: readonly string[] }> => {
    const repository = createMemoryRepository({ files: {} })
    const base = repository.refs.get('refs/heads/main') ?? ''
    const [blob = ''] = await repository.writeBlobs([Buffer.from(text())])
    const tree = await repository.writeTree(base, [{ path, after: { mode: '100644', blob } }])
    const judgement = await createGovernor({ repository }).judge({ change: { base, tree }, onto: base, scope: ['**'], deliverables: [], policy })
    return { refused: judgement.kind === 'rejected', said: judgement.kind === 'rejected' ? judgement.reasons.map(({ message }) => message) : [] }
  }
  return { succeeds: () => breaks(`const text = ${text.toString().replace(/^\(\) => /, '')}\n${naive}`), harm: () => bounded(work, false) }
}

const commands = readCommandPolicy(readFileSync(new URL('../../../../../config/commands.yaml', import.meta.url), 'utf8'))

/** A fix that must be denied. */
function fix(given: () => unknown, naive: string): Stages {
  const work = async (): Promise<{ refused: boolean; said: readonly string[] }> => {
    const { verdict, message } = commands.decide(given())
    return { refused: verdict === 'deny', said: [message] }
  }
  return { succeeds: () => breaks(naive), harm: () => bounded(work, true) }
}

const json = (files: readonly object[]): string => JSON.stringify({ files })
const writes = (count: number, bytes: number): string => json(Array.from({ length: count }, (_, index) => ({ action: 'write', path: `f${index}`, content: 'x'.repeat(bytes) })))
const newFiles = (count: number, name: (index: number) => string): string => Array.from({ length: count }, (_, index) => `diff --git a/${name(index)} b/${name(index)}\nnew file mode 100644\nindex 0000000..e69de29\n`).join('')
const created = (lines: number): string => `diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,${lines} @@\n${'+\n'.repeat(lines)}`
const edit = (edits: readonly object[]): string => json([{ action: 'edit', path: 'a.txt', edits }])
const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ inner }), 1)
const regular = (pattern: string): string => `text.match(${pattern})`
const oxc = `const { parseSync } = await import('oxc-parser'); parseSync('x.tsx', text, { lang: 'tsx' }).program`
/** What trusts the sender writes all of it: more than a hundred megabytes of disk or ten thousand files are harm enough. */
const trusting = (text: string, mostFiles: number, mostBytes: number) => (): boolean => {
  const { files }: { readonly files: readonly { readonly content?: string }[] } = JSON.parse(text)
  return files.length > mostFiles || files.reduce((sum, { content: body = '' }) => sum + body.length, 0) > mostBytes
}

export const hugeInputAttacks: readonly StagedAttack[] = stagedAttacks('huge-input', {
  // how much
  'one file of many megabytes': change('edits', () => writes(1, 12_000_000), trusting(writes(1, 12_000_000), 500, 10_000_000)),
  'many megabytes in many files': change('edits', () => writes(100, 120_000), trusting(writes(100, 120_000), 500, 10_000_000)),
  'a change beyond every size': change('edits', () => writes(1, 34_000_000), trusting(writes(1, 34_000_000), 500, 10_000_000)),
  'more files than anybody reads': change('edits', () => writes(1200, 1), trusting(writes(1200, 1), 500, 10_000_000)),
  'more files than anybody counts': change('edits', () => writes(100_000, 1), trusting(writes(100_000, 1), 500, 10_000_000)),
  'empty files by headers alone': change('git-diff', () => newFiles(12_000, (index) => `f${index}`), () => gitTakes(newFiles(12_000, (index) => `f${index}`))),
  'a diff of millions of lines': change('git-diff', () => created(1_500_000), () => gitTakes(created(1_500_000))),
  'a name longer than a system has': change('git-diff', () => newFiles(1, () => 'n'.repeat(300)), () => gitTakes(newFiles(1, () => 'n'.repeat(300)))),
  'a path longer than a system has': change('git-diff', () => newFiles(1, () => `${'folder/'.repeat(700)}x`), () => gitTakes(newFiles(1, () => `${'folder/'.repeat(700)}x`))),
  'folders in folders': change('git-diff', () => newFiles(1, () => `${'d/'.repeat(1500)}x`), () => gitTakes(newFiles(1, () => `${'d/'.repeat(1500)}x`))),
  'accents on accents': change('git-diff', () => newFiles(1, () => `a${'\u0301'.repeat(600)}`), () => gitTakes(newFiles(1, () => `a${'\u0301'.repeat(600)}`))),
  // how often
  'half a million edits': change('edits', () => edit(Array.from({ length: 500_000 }, () => ({ search: 'a', replace: 'a' }))), () => breaks("let text = 'a'.repeat(100_000) + 'b'; for (let i = 0; i < 500_000; i += 1) text = text.split('b').join('b')")),
  'edits of a large file': change('edits', () => edit(Array.from({ length: 40_000 }, () => ({ search: 'b', replace: 'b' }))), () => breaks("let text = 'a'.repeat(1_000_000) + 'b'; for (let i = 0; i < 40_000; i += 1) text = text.split('b').join('b')"), `${'a'.repeat(1_000_000)}b`),
  'a search block that nearly matches everywhere': change('edits', () => edit([{ search: `${'a'.repeat(5_000_000)}b`, replace: '' }]), () => breaks("const text = 'a'.repeat(10_000_000), search = 'a'.repeat(5_000_000) + 'b'; for (let i = 0; i < text.length; i += 1) text.startsWith(search, i)"), 'a'.repeat(10_000_000)),
  'lines that nearly match everywhere': change('edits', () => edit([{ search: `${'a\n'.repeat(20_000)}b`, replace: '' }]), () => breaks("const lines = Array(400_000).fill('a'), wanted = [...Array(20_000).fill('a'), 'b']; for (let i = 0; i < lines.length; i += 1) wanted.every((line, j) => line === lines[i + j])"), 'a\n'.repeat(400_000)),
  'a hunk that nearly matches everywhere': change('unified-diff', () => `--- a/a.txt\n+++ b/a.txt\n@@ -1,20001 +1,20000 @@\n${' a\n'.repeat(20_000)}-b\n`, () => breaks("const lines = Array(400_000).fill('a'), wanted = [...Array(20_000).fill('a'), 'b']; for (let i = 0; i < lines.length; i += 1) wanted.every((line, j) => line === lines[i + j])"), 'a\n'.repeat(400_000)),
  'a search block that occurs everywhere': change('edits', () => edit([{ search: 'aa', replace: 'b' }]), () => breaks("const text = 'a'.repeat(3_000_000); const at = []; for (let i = text.indexOf('aa'); i !== -1; i = text.indexOf('aa', i + 1)) at.push(text.slice(0, i).split('a').length)"), 'a'.repeat(3_000_000)),
  // how deep
  'lists in lists': change('edits', () => `{"files":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, () => breaks("const walk = (value) => Array.isArray(value) ? value.map(walk) : value; walk(JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)))")),
  'objects in objects': change('edits', () => `${'{"files":'.repeat(100_000)}1${'}'.repeat(100_000)}`, () => breaks("JSON.stringify(JSON.parse('{\"files\":'.repeat(100_000) + '1' + '}'.repeat(100_000)))")),
  'a list that never ends': change('edits', () => '['.repeat(3_000_000), () => breaks("const read = (text, at) => text[at] === '[' ? read(text, at + 1) : at; read('['.repeat(3_000_000), 0)")),
  'a key of megabytes': change('edits', () => JSON.stringify({ files: [], ['k'.repeat(5_000_000)]: 1 }), () => `Unrecognized key: "${'k'.repeat(5_000_000)}"`.length > longestMessage),
  'keys by the hundred thousand': change('edits', () => JSON.stringify({ files: [], ...Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1])) }), () => Array.from({ length: 100_000 }, (_, index) => `"k${index}"`).join().length > longestMessage),
  'thousands of names that are wrong': change('edits', () => json(Array.from({ length: 5000 }, (_, index) => ({ action: 'delete', path: `../${index}` }))), () => Array.from({ length: 5000 }).length > 100),
  'a name in quotes of megabytes': change('unified-diff', () => `--- "a/${'x'.repeat(10_000_000)}"\n+++ "b/x"\n`, () => breaks(String.raw`/^"((?:[^"\\]|\\[abc])*)"/.exec('"' + 'x'.repeat(10_000_000) + '"')`)),
  'a way up of megabytes': change('edits', () => json([{ action: 'delete', path: `${'../'.repeat(1_000_000)}x` }]), () => breaks("import { posix } from 'node:path'; posix.normalize('../'.repeat(1_000_000) + 'x')")),
  // hostile to patterns
  'quotes in quotes of a document': content('a.md', () => '> '.repeat(60) + 'x\n', regular('/^(?:[-*+>]\\s+|>\\s?)*`{3}/')),
  'nothing but line feeds': content('test/a.test.js', () => '\n'.repeat(300_000), regular('/^\\s*assert\\b/gm')),
  'nothing but spaces': content('a.md', () => ' '.repeat(300_000) + 'x', regular('/\\s+$/')),
  'comments that never end': content('test/a.test.js', () => '/*\n'.repeat(60_000), regular('/^[ \\t]*\\/\\*[\\s\\S]*?\\*\\//gm')),
  'tests without a parenthesis': content('test/a.test.js', () => 'it.each '.repeat(80_000), regular('/\\bit(?:\\.each\\b[^\\n]*?)?\\s*\\(/g')),
  'conflicts that never end': content('a.txt', () => '<<<<<<< a\n=======\n'.repeat(3000), regular('/^<{7} [\\s\\S]*?^={7}[\\s\\S]*?^>{7} /gm')),
  'spaces before no words': content('a.js', () => (' '.repeat(399) + '\n').repeat(3000), 'for (const line of text.split("\\n")) line.match(/^\\s*[[(<]?\\s*(?:\\.{3})?\\s*(?:the\\s+)?rest/)'),
  'dashes before no words': content('a.js', () => ('// ' + ' '.repeat(390) + 'x\n').repeat(3000), 'for (const line of text.split("\\n")) line.match(/^\\s*\\/\\/+\\s*(?:\\.{3})?\\s*(?:the\\s+)?\\s*rest/)'),
  'a key that is none': content('a.txt', () => 'a'.repeat(50_000) + '!', regular('/^(?:[a-z0-9]+)+=$/')),
  'an address that is none': content('a.txt', () => 'https://' + 'a:'.repeat(50_000), regular('/^https:\\/\\/(?:[^@]+:?)+@/')),
  'a token that is none': content('a.txt', () => 'eyJ'.repeat(100_000), regular('/(?:eyJ\\w*)+\\.(?:eyJ\\w*)+/')),
  'half a key of a certificate': content('a.txt', () => '-----BEGIN RSA PRIVATE KEY-----\n'.repeat(5000), 'for (let i = 0; i < 100; i += 1) text.match(/-----BEGIN[\\s\\S]*?-----END/g)'),
  // hostile to parsers
  'parentheses in parentheses': content('a.tsx', () => '('.repeat(100_000), oxc),
  'lists in lists of a program': content('a.tsx', () => '['.repeat(100_000), oxc),
  'functions in functions': content('a.ts', () => 'x=>'.repeat(50_000), oxc),
  'elements in elements': content('a.tsx', () => '<a>'.repeat(50_000), oxc),
  'types in types': content('a.ts', () => 'type A = ' + 'A<'.repeat(50_000), oxc),
  'words before nothing': content('a.ts', () => 'new '.repeat(100_000), oxc),
  'texts in texts': content('a.js', () => '`${'.repeat(50_000), oxc),
  'blocks in blocks': content('a.js', () => '{'.repeat(100_000), oxc),
  'words that wait for each other': content('a.js', () => 'await '.repeat(100_000), oxc),
  'otherwise after otherwise': content('a.js', () => 'if(a){}else '.repeat(50_000), oxc),
  'comments for a parser': content('a.js', () => '/*\n'.repeat(12_000), `import { createRequire } from 'node:module'; const { Language, Parser } = await import('web-tree-sitter'); await Parser.init(); const parser = new Parser(); parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-tsx.wasm'))); parser.parse(text)`),
  // fixes
  'a fix with a path of megabytes': fix(() => ({ category: 'file', op: 'create', args: { path: 'a/'.repeat(20_000_000) } }), "'a/'.repeat(20_000_000).split('/').map((segment) => ({ segment, plain: segment.normalize('NFKC').toLowerCase() }))"),
  'a fix with half a million paths': fix(() => ({ category: 'file', op: 'remove', args: { paths: Array.from({ length: 500_000 }, (_, index) => `p${index}`) } }), "const { spawnSync } = await import('node:child_process'); process.exit(spawnSync('rm', ['-f', '--', ...Array.from({ length: 500_000 }, (_, index) => 'p' + index)]).status ?? 1)"),
  'a fix in a fix in a fix': fix(() => ({ category: 'file', op: 'remove', args: deep(200_000) }), 'let value = 1; for (let i = 0; i < 200_000; i += 1) value = { value }; JSON.stringify(value)'),
  'a fix with a key of megabytes': fix(() => ({ category: 'file', op: 'remove', args: { paths: ['a'] }, ['k'.repeat(5_000_000)]: 1 }), "process.exit(('k'.repeat(5_000_000)).length > 5000 ? 1 : 0)"),
})
