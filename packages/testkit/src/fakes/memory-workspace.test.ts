import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspaceConformance } from '../conformance/workspace.ts'
import { createMemoryRepository } from './memory-repository.ts'
import { createMemoryWorkspace } from './memory-workspace.ts'

describe('the workspace of a repository in memory', () => {
  const cases = workspaceConformance({
    create: async (files) => {
      const folder = await mkdtemp(join(tmpdir(), 'autopack-memory-'))
      const repository = createMemoryRepository({ files, root: join(folder, 'user') })
      const workspace = createMemoryWorkspace({ repository, directory: join(folder, 'workspace') })
      return { workspace, repository, base: repository.refs.get('refs/heads/main') ?? '', remove: () => rm(folder, { recursive: true }) }
    },
  })
  for (const { name, run } of cases) test(name, async () => expect(await run()).toBeUndefined())
})
