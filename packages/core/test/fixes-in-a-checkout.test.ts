import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner, createFixRunner, readCommandPolicy, type FixRunner, type MinimumIsolation } from '@autopack/command-sandbox'
import type { Checkout } from '@autopack/contracts'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGitFixture } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'

const commands = readCommandPolicy(readFileSync(new URL('../../../config/commands.yaml', import.meta.url), 'utf8'))

interface Scene {
  readonly checkout: Checkout
  readonly objects: string
  /** A fix runner in the checkout, on a runner as the node defaults wire it. */
  readonly fixes: (minimum?: MinimumIsolation, borrowed?: string) => FixRunner
  readonly achieved: number
}

async function scene(): Promise<Scene> {
  const fixture = createGitFixture({ 'a.js': 'const a = 1\n', 'a.py': 'a = 1\n' })
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fixes-')))
  onTestFinished(() => {
    fixture.remove()
    rmSync(directory, { recursive: true, force: true })
  })
  const environment = { PATH: process.env['PATH'], TMPDIR: tmpdir() }
  const repository = await openRepository({ path: fixture.root, env: environment })
  const workspace = createWorkspace({ repository, directory, env: environment })
  const checkout = await workspace.create('fixes', (await repository.inspect()).head, { copy: [] })
  const objects = join(repository.identity.commonDirectory, 'objects')
  const runnerWith = (minimum: MinimumIsolation): ReturnType<typeof createCommandRunner> => createCommandRunner({ environment, readable: [objects], minimum })
  const { achieved } = await runnerWith({}).isolation()
  return { checkout, objects, achieved, fixes: (minimum = {}, borrowed = objects) => createFixRunner({ runner: runnerWith(minimum), policy: commands, root: checkout.path, objects: borrowed, marker: 'fix:1:x' }) }
}

const restore = { category: 'git', op: 'restore', args: { paths: ['a.js'] } }
const create = { category: 'file', op: 'create', args: { path: 'new.txt' } }
const checks = [{ category: 'node', op: 'check_syntax', args: { path: 'a.js' } }, { category: 'python', op: 'check_syntax', args: { paths: ['a.py'] } }]
const done = expect.objectContaining({ kind: 'exited', exitCode: 0 })

test('every kind of fix runs in a checkout that borrows its objects, in a sandbox where it needs one', async () => {
  const { checkout, fixes, achieved } = await scene()
  writeFileSync(join(checkout.path, 'a.js'), 'spoilt\n')
  expect([await fixes().run(restore), await fixes().run(create)]).toEqual([done, done])
  expect([readFileSync(join(checkout.path, 'a.js'), 'utf8'), existsSync(join(checkout.path, 'new.txt'))]).toEqual(['const a = 1\n', true])
  for (const check of checks) expect(await fixes().run(check)).toEqual(achieved >= 3 ? done : expect.objectContaining({ kind: 'denied' }))
})

test('a minimum that is raised for a kind of fix holds for that kind alone', async () => {
  const { checkout, fixes, achieved } = await scene()
  writeFileSync(join(checkout.path, 'a.js'), 'spoilt\n')
  const raised = fixes({ git_fix: Math.min(achieved + 1, 5) })
  expect([await raised.run(restore), await raised.run(create)]).toEqual([{ kind: 'denied', message: expect.stringContaining('"git_fix" need isolation level') }, done])
  expect(readFileSync(join(checkout.path, 'a.js'), 'utf8')).toBe('spoilt\n')
})

test('a checkout that borrows from somewhere else is refused', async () => {
  const { checkout, fixes, objects } = await scene()
  expect(await fixes({}, '/elsewhere/objects').run(restore)).toMatchObject({ kind: 'denied', message: expect.stringContaining('alternates') })
  writeFileSync(join(checkout.path, '.git/objects/info/alternates'), `${objects}\n/elsewhere/objects\n`)
  expect(await fixes().run(restore)).toMatchObject({ kind: 'denied', message: expect.stringContaining('alternates') })
})
