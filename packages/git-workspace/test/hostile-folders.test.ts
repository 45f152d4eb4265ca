import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, rmdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withTrial } from './trial.ts'

const files = { 'README.md': '# A project\n', 'src/a.js': 'a\n' }
/** Root may do everything, which would show nothing. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Runs JavaScript in a folder, in a process of its own: a working directory can go where no path leads. */
function within(folder: string, code: string): void {
  execFileSync(process.execPath, ['-e', `const fs = require('node:fs'); ${code}`], { cwd: folder, stdio: 'pipe' })
}

const deep = `for (let n = 0; n < 40; n += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); fs.writeFileSync('f', 'x') }`
const odd = `fs.mkdirSync(Buffer.of(0x64, 0xff)); fs.writeFileSync(Buffer.of(0x64, 0xff, 0x2f, 0xfe), 'x')`

/** Other systems have no name that is no text. */
const isLinux = process.platform === 'linux'

test.runIf(isLinux).each([
  ['folders deeper than a path can say', deep],
  ['names that are no text', odd],
])('nothing is left of a checkout with %s', (_, code) =>
  withTrial(files, async ({ workspace, base, aside }) => {
    const { path } = await workspace.create('one', base, { copy: [] })
    within(path, code)
    await workspace.remove('one')
    expect([await workspace.list(), existsSync(dirname(path)), existsSync(aside)]).toEqual([[], false, true])
  }),
)

test.runIf(isLinux)('what a link in a checkout leads to stays when the checkout goes', () =>
  withTrial(files, async ({ workspace, base, aside }) => {
    mkdirSync(join(aside, 'kept'))
    writeFileSync(join(aside, 'kept/file'), 'x')
    chmodSync(join(aside, 'kept'), 0o555)
    const { path } = await workspace.create('one', base, { copy: [] })
    within(path, odd)
    symlinkSync(join(aside, 'kept'), join(path, 'link'))
    symlinkSync(join(aside, 'kept'), Buffer.concat([Buffer.from(path), Buffer.of(0x2f, 0x64, 0xff, 0x2f, 0x6c)]))
    await workspace.remove('one')
    expect([existsSync(path), readdirSync(join(aside, 'kept')), lstatSync(join(aside, 'kept')).mode & 0o777]).toEqual([false, ['file'], 0o555])
  }))

/** Runs a module in an empty folder, as a user who is not root; on a small stack, where a call takes few arguments. */
function asNobody(code: (folder: string) => string, check: (said: string, folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'autopack-nobody-'))
  try {
    chmodSync(folder, 0o777)
    const said = execFileSync(process.execPath, ['--stack-size=200', '--conditions=@autopack/source', '--input-type=module', '-e', code(folder)], { cwd: folder, encoding: 'utf8', stdio: 'pipe', ...nobody })
    check(said, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const sources = new URL('../src/', import.meta.url).href

/** A module that makes a folder `top` and removes it. */
function removing(folder: string, made: string): string {
  return `import fs from 'node:fs'; import { removeFolder } from '${sources}workspace/remove-folder.ts'; ${made}; console.log(await removeFolder(${JSON.stringify(join(folder, 'top'))}))`
}

test('a user who is not root removes folders that were made read-only, however deep', () => {
  const shut = `const shut = (n) => { for (; n > 0; n -= 1) { fs.chmodSync('.', 0o555); process.chdir('..') } };`
  const made = `${shut} fs.mkdirSync('top'); process.chdir('top'); ${deep}; shut(40); fs.mkdirSync('none'); fs.writeFileSync('none/f', ''); fs.chmodSync('none', 0); process.chdir('..')`
  asNobody((folder) => removing(folder, made), (said, folder) => expect([said, readdirSync(folder)]).toEqual(['null\n', []]))
})

test('a folder that was made read-only goes although it holds more folders than a call takes arguments', () => {
  const made = `fs.mkdirSync('top'); for (let n = 0; n < 30_000; n += 1) fs.mkdirSync('top/d' + n); fs.chmodSync('top', 0o500)`
  asNobody((folder) => removing(folder, made), (said, folder) => expect([said, readdirSync(folder)]).toEqual(['null\n', []]))
})

test('a file that cannot be read is the builder’s fault, whatever it is called', () => {
  const code = (folder: string): string => `
    import { execFileSync } from 'node:child_process'; import fs from 'node:fs'; import { createWorkspace, openRepository } from '${sources}index.ts'
    const env = { PATH: process.env.PATH }
    const git = (...args) => execFileSync('git', ['-C', 'user', '-c', 'user.name=u', '-c', 'user.email=u@u', ...args], { encoding: 'utf8', env })
    fs.mkdirSync('user'); git('init', '--quiet'); git('commit', '--quiet', '--allow-empty', '--message', 'first')
    const repository = await openRepository({ path: '${folder}/user', env })
    const workspace = createWorkspace({ repository, directory: '${folder}/work', env })
    const checkout = await workspace.create('one', git('rev-parse', 'HEAD').trim(), { copy: [] })
    fs.writeFileSync(checkout.path + '/good.md', 'good'); fs.writeFileSync(checkout.path + '/unable to write index file', '', { mode: 0 })
    const refused = await workspace.capture(checkout).catch((error) => error.code)
    const rest = await repository.changes(checkout.commit, await workspace.capture(checkout, { partly: true }))
    await repository.close()
    console.log(refused, rest.map(({ path }) => path).join())`
  asNobody(code, (said) => expect(said).toBe('AUTOPACK_WORKSPACE_UNTRACKABLE good.md\n'))
})

const pipe = (path: string) => (root: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  execFileSync('mkfifo', [join(root, path)], { stdio: 'ignore' })
}

test.each([
  ['a pipe called .gitignore', '.gitignore', pipe('.gitignore')],
  ['a pipe as the head of a repository inside', 'sub/.git/HEAD', pipe('sub/.git/HEAD')],
  ['a link to a device as the head of a repository inside', 'sub/.git/HEAD', (root: string) => {
    mkdirSync(join(root, 'sub/.git'), { recursive: true })
    symlinkSync('/dev/zero', join(root, 'sub/.git/HEAD'))
  }],
  ['two gibibytes', 'src/big.bin', (root: string) => within(root, `fs.writeFileSync('src/big.bin', ''); fs.truncateSync('src/big.bin', 2 ** 31)`)],
  ['folders deeper than a path can say', 'd'.repeat(200), (root: string) => within(root, deep)],
])('a capture refuses %s at once, and the rest of the work is taken without it', (_, path, make) =>
  withTrial(files, async ({ workspace, repository, base }) => {
    const checkout = await workspace.create('one', base, { copy: [] })
    writeFileSync(join(checkout.path, 'good.md'), 'good\n')
    make(checkout.path)
    await expect(workspace.capture(checkout)).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_UNTRACKABLE', details: { paths: [path] } })
    const rest = await repository.changes(base, await workspace.capture(checkout, { partly: true }))
    expect(rest.map((change) => change.path)).toEqual(['good.md'])
  }),
)

test('a capture takes no more files and bytes than it may; what is ignored does not count', () =>
  withTrial({ ...files, '.gitignore': 'cache/\n' }, async ({ workspace, base }) => {
    const checkout = await workspace.create('one', base, { copy: [] })
    mkdirSync(join(checkout.path, 'cache'))
    for (const [path, bytes] of [['a', 5], ['b', 10], ['cache/c', 1_000]] as const) writeFileSync(join(checkout.path, path), 'x'.repeat(bytes))
    await expect(workspace.capture(checkout, { limits: { files: 2, bytes: 14 } })).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_UNTRACKABLE', details: { paths: ['b'] } })
    await expect(workspace.capture(checkout, { limits: { files: 1, bytes: 15 } })).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_UNTRACKABLE' })
    await expect(workspace.capture(checkout, { limits: { files: 2, bytes: 15 } })).resolves.toMatch(/^[0-9a-f]{40}$/)
  }))

test('a difference of more than is read is counted and listed, not written out', () =>
  withTrial(files, async ({ workspace, repository, base }) => {
    const checkout = await workspace.create('one', base, { copy: [] })
    writeFileSync(join(checkout.path, 'big.txt'), `${'x'.repeat(1023)}\n`.repeat(33 << 10))
    const tree = await workspace.capture(checkout)
    expect([await repository.countLines(base, tree), (await repository.changes(base, tree)).length]).toEqual([{ added: 33 << 10, deleted: 0 }, 1])
    const patch = await repository.diff(base, tree)
    expect([patch.length < 300, patch]).toEqual([true, expect.stringContaining('"big.txt": none -> 100644 ')])
  }))

test.runIf(isLinux)('what setup adds is kept as plain files: no pipe, no socket, no file that runs as another user', () =>
  withTrial(files, async ({ workspace, base }) => {
    const checkout = await workspace.create('one', base, { copy: [] })
    pipe('sub/.git/HEAD')(checkout.path)
    within(checkout.path, `fs.mkdirSync('deps'); fs.writeFileSync('deps/tool', 'x'); fs.chmodSync('deps/tool', 0o4755); fs.symlinkSync('tool', Buffer.concat([Buffer.from('deps/'), Buffer.of(0xff)])); fs.mkdirSync(Buffer.from('deps/d\\xff', 'latin1')); fs.writeFileSync(Buffer.from('deps/d\\xff/f', 'latin1'), '')`)
    pipe('deps/pipe')(checkout.path)
    await workspace.keepPrepared('key', checkout)
    const { path } = await workspace.create('two', base, { copy: [], prepared: 'key' })
    expect([readdirSync(join(path, 'deps'), { encoding: 'latin1' }).toSorted(), (lstatSync(join(path, 'deps/tool')).mode & 0o7777).toString(8)]).toEqual([['d\u00ff', 'tool', '\u00ff'], '755'])
  }))

test.runIf(isLinux).each([
  ['whose name is no text', `fs.writeFileSync(Buffer.of(0xff), '')`, 'AUTOPACK_WORKSPACE_COPY_FAILED'],
  ['deeper than a path can say', deep, 'AUTOPACK_WORKSPACE_COPY_FAILED'],
  ['that leads out, under a name that is no text', `fs.mkdirSync('deps'); fs.symlinkSync('../..', Buffer.from('deps/\\xff', 'latin1'))`, 'AUTOPACK_WORKSPACE_LINK'],
])('nothing is kept of a setup that adds something %s', (_, code, refused) =>
  withTrial(files, async ({ workspace, base, aside }) => {
    const checkout = await workspace.create('one', base, { copy: [] })
    within(checkout.path, code)
    await expect(workspace.keepPrepared('key', checkout)).rejects.toMatchObject({ code: refused })
    const prepared = join(aside, 'checkouts/prepared')
    expect([await workspace.hasPrepared('key'), existsSync(prepared) ? readdirSync(prepared) : []]).toEqual([false, []])
  }),
)

test.runIf(isLinux)('files to copy have one key whatever they are called, and another where one of them was changed', () =>
  withTrial(files, async ({ user, workspace }) => {
    mkdirSync(join(user.root, 'data'))
    const keys: string[] = []
    for (const code of [`fs.mkdirSync(Buffer.of(0xff))`, `fs.writeFileSync(Buffer.of(0xff, 0x2f, 0xfe), 'x')`, `fs.writeFileSync(Buffer.of(0xff, 0x2f, 0xfe), 'y')`, `fs.renameSync(Buffer.of(0xff), Buffer.of(0xfe))`, `fs.symlinkSync(Buffer.of(0xfd), 'link')`, `fs.rmSync('link'); fs.symlinkSync(Buffer.of(0xfc), 'link')`]) {
      within(join(user.root, 'data'), code)
      keys.push(await workspace.copyKey(['data']))
      expect(await workspace.copyKey(['data'])).toBe(keys.at(-1))
    }
    expect(new Set(keys).size).toBe(6)
  }))

test('what vanishes while files to copy are read was never there', () =>
  withTrial(files, async ({ user, workspace }) => {
    const data = join(user.root, 'data')
    for (const folder of ['vanishing', 'kept']) mkdirSync(join(data, folder), { recursive: true })
    // it is read before the folders, and takes a while
    writeFileSync(join(data, 'large'), '')
    truncateSync(join(data, 'large'), 256 << 20)
    const reading = workspace.copyKey(['data'])
    await setTimeout(50)
    rmdirSync(join(data, 'vanishing'))
    expect(await reading).toBe(await workspace.copyKey(['data']))
  }))

test.each(['copyKey', 'checkCopy'] as const)('files to copy that cannot be looked at are told as such by %s', (asked) =>
  withTrial(files, async ({ user, workspace }) => {
    mkdirSync(join(user.root, 'data'))
    within(join(user.root, 'data'), deep)
    await expect(workspace[asked](['data'])).rejects.toMatchObject({ code: 'AUTOPACK_WORKSPACE_COPY_FAILED', details: { source: 'data' } })
    within(join(user.root, 'data'), `for (let n = 0; n < 39; n += 1) process.chdir('d'.repeat(200)); for (let n = 0; n < 40; n += 1) { fs.rmSync('d'.repeat(200), { recursive: true }); process.chdir('..') }`)
  }),
)

test('an edit that keeps the length is seen also where it was made in the second of the checkout and captured in a later one', () =>
  withTrial(files, async ({ workspace, repository, base, aside }) => {
    const checkout = await workspace.create('one', base, { copy: [] })
    writeFileSync(join(checkout.path, 'src/a.js'), 'b\n')
    const then = new Date(Date.now() - 10_000)
    utimesSync(join(checkout.path, 'src/a.js'), then, then)
    knowAsItIs(join(aside, 'checkouts/engine/indexes/one'), checkout.path, 'src/a.js')
    utimesSync(join(aside, 'checkouts/engine/indexes/one'), then, then)
    expect((await repository.changes(base, await workspace.capture(checkout))).map(({ path }) => path)).toEqual(['src/a.js'])
  }))

/** Gives a file's times to the index that knows its earlier content, as if no time had passed in between. */
function knowAsItIs(index: string, root: string, path: string): void {
  const bytes = readFileSync(index)
  const entry = bytes.indexOf(`${path}\0`) - 62
  const { ctimeNs, mtimeNs } = lstatSync(join(root, path), { bigint: true })
  for (const [at, time] of [ctimeNs, mtimeNs].entries()) {
    bytes.writeUInt32BE(Number(time / 1_000_000_000n), entry + 8 * at)
    bytes.writeUInt32BE(Number(time % 1_000_000_000n), entry + 8 * at + 4)
  }
  createHash('sha1').update(bytes.subarray(0, -20)).digest().copy(bytes, bytes.length - 20)
  writeFileSync(index, bytes)
}
