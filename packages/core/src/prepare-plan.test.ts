import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeWorld, createMemoryRepository, createMemoryWorkspace } from '@autopack/testkit'
import { expect, onTestFinished, test } from 'vitest'
import type { SourceText } from './autopack.ts'
import { createAutopack } from './create-autopack.ts'

function shipped(file: string): SourceText {
  return { text: readFileSync(new URL(`../../../config/${file}`, import.meta.url), 'utf8'), file }
}

test('what is to be copied is looked at, and no content of it is read before there is a run', async () => {
  const world = await createFakeWorld()
  const root = mkdtempSync(join(tmpdir(), 'autopack-prepare-'))
  onTestFinished(async () => {
    await world.remove()
    rmSync(root, { recursive: true })
  })
  writeFileSync(join(root, 'copied'), '')
  const repository = createMemoryRepository({ root, files: { 'README.md': '' } })
  const workspace = createMemoryWorkspace({ repository, directory: join(root, 'checkouts') })
  const read: (readonly string[])[] = []
  const autopack = createAutopack({
    ...world,
    runner: { contract: 1, ...world.runner },
    repository,
    workspace: { ...workspace, copyKey: async (paths) => (read.push(paths), '') },
    configuration: { strategy: shipped('strategy.yaml'), policy: shipped('policy.yaml'), project: null },
    environment: {},
  })
  const preparing = (copy: readonly string[]): ReturnType<typeof autopack.prepare> => {
    const phase = { id: 'a', category: 'docs', goal: 'Write.', scope: ['**'], ci: 'none', auditor: 'none', builder: { kind: 'command', run: ['true'] } }
    const text = JSON.stringify({ version: 1, project: 'sample', workspace: { copy }, tiers: [{ id: 'base', phases: [phase] }] })
    return autopack.prepare({ plan: { text, file: 'plan.json' }, planDirectory: '/plan', flags: {}, watched: false })
  }
  expect(await preparing(['copied'])).toMatchObject({ kind: 'ready' })
  expect(await preparing(['copied', 'missing'])).toMatchObject({ kind: 'refused', because: 'invalid', problems: [expect.stringContaining('missing is not in the working tree')] })
  expect(read).toEqual([])
})
