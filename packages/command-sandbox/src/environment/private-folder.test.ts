import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCommandRunner } from '../create-command-runner.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-private-')))
chmodSync(root, 0o755)
const work = join(root, 'work')
const temporary = join(root, 'tmp')
for (const folder of [work, temporary]) {
  mkdirSync(folder)
  chmodSync(folder, 0o777)
}
afterAll(() => rmSync(root, { recursive: true, force: true }))

const deep = `for (let n = 0; n < 30; n += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); fs.writeFileSync('f', '') }`
const odd = `fs.mkdirSync(Buffer.of(0xff)); fs.writeFileSync(Buffer.of(0xff, 0x2f, 0xfe), '')`

/** What a command leaves in its home and its temporary folder. */
function leaving(variable: string, code: string): readonly [string, ...string[]] {
  return [process.execPath, '-e', `const fs = require('node:fs'); process.chdir(process.env.${variable}); ${code}`]
}

/** Other systems have no names that are no text. */
const left: Readonly<Record<string, string>> = { 'folders deeper than a path can say': deep, ...(process.platform === 'linux' ? { 'names that are no text': odd } : {}) }

test.each(Object.entries(left))('a command leaves nothing behind in its home and its temporary folder: %s', async (_, code) => {
  const runner = createCommandRunner({ environment: { PATH: process.env['PATH'], TMPDIR: temporary } })
  for (const variable of ['HOME', 'TMPDIR']) {
    const outcome = await runner.run({ use: 'ci', argv: leaving(variable, code), cwd: work, writable: [work], readable: [], env: {}, network: false, timeoutMs: 30_000, outputLimit: 1_000, marker: 'private:1:x' })
    expect([outcome, readdirSync(temporary)]).toEqual([expect.objectContaining({ kind: 'exited', exitCode: 0 }), []])
  }
})

// root goes through folders that are read-only, which would show nothing
test.each(['HOME', 'TMPDIR'])('a command of a user who is not root leaves no folders behind that it made read-only: %s', (variable) => {
  const argv = leaving(variable, `fs.mkdirSync('a/b', { recursive: true }); fs.writeFileSync('a/b/c', ''); fs.chmodSync('a/b', 0o500); fs.chmodSync('a', 0)`)
  const command = JSON.stringify({ use: 'ci', argv, cwd: work, writable: [work], readable: [], env: {}, network: false, timeoutMs: 30_000, outputLimit: 1_000, marker: 'private:1:x' })
  const probe = `() => Promise.resolve({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: ['tested'] })`
  const script = `import { createCommandRunner } from '${new URL('../create-command-runner.ts', import.meta.url).href}'; const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: ${JSON.stringify(temporary)} }, probe: ${probe} }); console.log((await runner.run(${command})).exitCode)`
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const said = execFileSync(process.execPath, ['--conditions=@autopack/source', '--input-type=module', '-e', script], { cwd: work, encoding: 'utf8', stdio: 'pipe', ...user })
  expect([said, readdirSync(temporary)]).toEqual(['0\n', []])
})
