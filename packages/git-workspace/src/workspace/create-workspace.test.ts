import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGitFixture, workspaceConformance } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { openRepository } from '../repository/open-repository.ts'
import { createWorkspace } from './create-workspace.ts'

const env = { PATH: process.env['PATH'] }

describe('a workspace on git', () => {
  const cases = workspaceConformance({
    create: async (files) => {
      const fixture = createGitFixture(files)
      const directory = await mkdtemp(join(tmpdir(), 'autopack-checkouts-'))
      const repository = await openRepository({ path: fixture.root, env })
      const workspace = createWorkspace({ repository, directory, env })
      const remove = async (): Promise<void> => {
        fixture.remove()
        await rm(directory, { recursive: true })
      }
      return { workspace, repository, base: fixture.git('rev-parse', 'HEAD'), remove }
    },
  })
  for (const { name, run } of cases) test(name, async () => expect(await run()).toBeUndefined())
})
