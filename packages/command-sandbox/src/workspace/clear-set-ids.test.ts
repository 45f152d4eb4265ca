import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCommandRunner } from '../create-command-runner.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-set-ids-')))
const folder = join(root, 'work')
mkdirSync(folder)
afterAll(() => rmSync(root, { recursive: true, force: true }))

test.runIf(process.platform === 'linux')('a command leaves no set-user-id file behind where nothing keeps it from making one; other names of a file stay as they are', async () => {
  const outside = join(root, 'outside')
  writeFileSync(outside, '')
  chmodSync(outside, 0o4755)
  linkSync(outside, join(folder, 'linked'))
  symlinkSync(outside, join(folder, 'link'))
  const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: root }, probe: () => Promise.resolve({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: ['tested'] }) })
  const script = 'mkdir -p a/b; for f in u a/b/g; do echo x > $f; done; chmod 4755 u; chmod 2755 a/b/g; stat -c %a u a/b/g'
  const outcome = await runner.run({ use: 'ci', argv: ['sh', '-c', script], cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1_000, marker: 'set-ids:1:x' })
  expect(outcome).toMatchObject({ kind: 'exited', stdout: '4755\n2755\n' })
  const modes = ['u', 'a/b/g', '../outside'].map((name) => (statSync(join(folder, name)).mode & 0o7777).toString(8))
  expect([modes, existsSync(join(folder, 'linked'))]).toEqual([['755', '755', '4755'], false])
})

// modes are found by GNU find, and a long path is gone on with from /proc
test.runIf(process.platform === 'linux').each([
  ['under a name that is no text', `fs.mkdirSync(Buffer.of(0xff)); fs.writeFileSync(Buffer.of(0xff, 0x2f, 0xfe), ''); fs.chmodSync(Buffer.of(0xff, 0x2f, 0xfe), 0o4755)`],
  ['deeper than a path can say', `for (let n = 0; n < 45; n += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)) } fs.writeFileSync('f', ''); fs.chmodSync('f', 0o4755)`],
  ['in a folder that cannot be listed', `fs.mkdirSync('shut'); fs.writeFileSync('shut/f', ''); fs.chmodSync('shut/f', 0o6755); fs.chmodSync('shut', 0o300)`],
  ['beside more folders than a call takes arguments', `for (let n = 0; n < 30_000; n += 1) fs.mkdirSync('d' + n); fs.writeFileSync('d0/f', ''); fs.chmodSync('d0/f', 0o4755)`],
])('a set-user-id file is found %s, by root and by others', (_, code) => {
  const found = `execFileSync('find', ['.', '-perm', '/6000'], { encoding: 'utf8' })`
  const made = `fs.mkdirSync('at'); process.chdir('at'); ${code}; process.chdir(top + '/at')`
  const module = new URL('clear-set-ids.ts', import.meta.url).href
  for (const user of process.getuid?.() === 0 ? [{}, { uid: 65_534, gid: 65_534 }] : [{}]) {
    const top = mkdtempSync(join(root, 'user-'))
    chmodSync(root, 0o755)
    chmodSync(top, 0o777)
    const script = `import fs from 'node:fs'; import { execFileSync } from 'node:child_process'; import { clearSetIds } from '${module}'; const top = ${JSON.stringify(top)}; ${made}; console.log(clearSetIds([top]).length); fs.writeSync(1, ${found})`
    // on a small stack a call takes fewer of them
    const said = execFileSync(process.execPath, ['--stack-size=200', '--conditions=@autopack/source', '--input-type=module', '-e', script], { cwd: top, encoding: 'utf8', stdio: 'pipe', ...user })
    expect(said).toBe('0\n')
  }
})

// only root can make a folder that another user cannot open
test.skipIf(process.getuid?.() !== 0)('what cannot be searched is said', () => {
  const top = mkdtempSync(join(root, 'theirs-'))
  chmodSync(root, 0o755)
  chmodSync(top, 0o777)
  mkdirSync(join(top, 'shut'), { mode: 0o700 })
  const probe = `probe: () => Promise.resolve({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: ['tested'] })`
  const command = `{ use: 'ci', argv: ['true'], cwd: top, writable: [top], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1_000, marker: 'set-ids:1:x' }`
  const script = `import { createCommandRunner } from '${new URL('../create-command-runner.ts', import.meta.url).href}'; const top = ${JSON.stringify(top)}; const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: top }, ${probe} }); console.log(JSON.stringify(await runner.run(${command})))`
  const said = execFileSync(process.execPath, ['--conditions=@autopack/source', '--input-type=module', '-e', script], { cwd: top, encoding: 'utf8', stdio: 'pipe', uid: 65_534, gid: 65_534 })
  expect(JSON.parse(said)).toMatchObject({ kind: 'exited', exitCode: 0, stderr: expect.stringContaining(`cannot be opened: ${join(top, 'shut')}`) })
})

test('a message says of a strange name what it means, on one line', async () => {
  const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: root } })
  const outcome = await runner.run({ use: 'ci', argv: ['no\n[ok] such\u001b[2J\u202eprogram'], cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1_000, marker: 'set-ids:1:x' })
  expect(outcome).toMatchObject({ kind: 'not-found', message: expect.stringContaining('no\\u{a}[ok] such\\u{1b}[2J\\u{202e}program') })
})
