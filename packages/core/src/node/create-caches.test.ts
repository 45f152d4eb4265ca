import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createCaches, digestOf } from './create-caches.ts'

test('the folder of a repository that is gone goes, whatever a killed run left in it', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-caches-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'beside'), '')
  const gone = join(folder, 'gone', '.git')
  const cache = join(folder, 'caches', `${digestOf(gone)}-hello`)
  mkdirSync(join(cache, 'engine/objects/info'), { recursive: true })
  writeFileSync(join(cache, 'engine/objects/info/alternates'), `${gone}/objects\n`)
  mkdirSync(join(cache, 'checkouts'))
  const deep = `for (let n = 0; n < 30; n += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)) } fs.writeFileSync(Buffer.of(0xff), '')`
  execFileSync(process.execPath, ['-e', `const fs = require('node:fs'); ${deep}`], { cwd: join(cache, 'checkouts'), stdio: 'ignore' })
  const later = Date.now() + 60_000
  const caches = createCaches(join(folder, 'caches'))
  expect(await caches.removeAbandoned(later, { dryRun: true })).toEqual([cache])
  expect([await caches.removeAbandoned(later, { dryRun: false }), readdirSync(join(folder, 'caches'))]).toEqual([[cache], []])
})
