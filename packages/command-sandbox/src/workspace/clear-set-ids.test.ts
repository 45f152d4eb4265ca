import { chmodSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCommandRunner } from '../create-command-runner.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-set-ids-')))
const folder = join(root, 'work')
mkdirSync(folder)
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('a command leaves no set-user-id file behind where nothing keeps it from making one; other names of a file stay as they are', async () => {
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

test('a message says of a strange name what it means, on one line', async () => {
  const runner = createCommandRunner({ environment: { PATH: '/usr/bin:/bin', TMPDIR: root } })
  const outcome = await runner.run({ use: 'ci', argv: ['no\n[ok] such\u001b[2J\u202eprogram'], cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1_000, marker: 'set-ids:1:x' })
  expect(outcome).toMatchObject({ kind: 'not-found', message: expect.stringContaining('no\\u{a}[ok] such\\u{1b}[2J\\u{202e}program') })
})
