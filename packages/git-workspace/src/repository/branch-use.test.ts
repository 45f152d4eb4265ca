import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findBranchUse } from './branch-use.ts'

test('a linked working tree is looked at by its own git directory also where the main one cannot be found under the name that git gives it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autopack-use-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [linked, own] = [join(folder, 'linked'), join(folder, 'common/worktrees/linked')]
  mkdirSync(linked)
  mkdirSync(join(own, 'rebase-merge'), { recursive: true })
  writeFileSync(join(linked, '.git'), `gitdir: ${own}\n`)
  writeFileSync(join(own, 'rebase-merge/head-name'), 'refs/heads/side\n')
  const listing = `worktree ${join(folder, 'gone')}\nbranch refs/heads/main\n\nworktree ${linked}\ndetached\n`
  const scope = {
    location: { root: linked, gitDirectory: own, commonDirectory: join(folder, 'common'), objectFormat: 'sha1' as const },
    objects: async () => ({ exitCode: 0, stdout: Buffer.from(listing), stderr: '' }),
  }
  expect(await findBranchUse(scope, 'refs/heads/side')).toEqual({ worktree: linked, doing: 'rebase' })
})
