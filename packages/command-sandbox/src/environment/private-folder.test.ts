import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCommandRunner } from '../create-command-runner.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-private-')))
const work = join(root, 'work')
const temporary = join(root, 'tmp')
for (const folder of [work, temporary]) mkdirSync(folder)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const deep = `for (let n = 0; n < 30; n += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); fs.writeFileSync('f', '') }`

test.each([
  ['folders deeper than a path can say', deep],
  ['names that are no text', `fs.mkdirSync(Buffer.of(0xff)); fs.writeFileSync(Buffer.of(0xff, 0x2f, 0xfe), '')`],
  ['folders that were made read-only', `fs.mkdirSync('a/b', { recursive: true }); fs.writeFileSync('a/b/c', ''); fs.chmodSync('a/b', 0o500); fs.chmodSync('a', 0)`],
])('a command leaves nothing behind in its home and its temporary folder: %s', async (_, code) => {
  const runner = createCommandRunner({ environment: { PATH: process.env['PATH'], TMPDIR: temporary } })
  for (const variable of ['HOME', 'TMPDIR']) {
    const argv = [process.execPath, '-e', `const fs = require('node:fs'); process.chdir(process.env.${variable}); ${code}`] as const
    const outcome = await runner.run({ use: 'ci', argv, cwd: work, writable: [work], readable: [], env: {}, network: false, timeoutMs: 30_000, outputLimit: 1_000, marker: 'private:1:x' })
    expect([outcome, readdirSync(temporary)]).toEqual([expect.objectContaining({ kind: 'exited', exitCode: 0 }), []])
  }
})
