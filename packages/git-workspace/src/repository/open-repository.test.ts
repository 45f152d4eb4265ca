import { createGitFixture, repositoryConformance } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { openRepository } from './open-repository.ts'

const env = { PATH: process.env['PATH'] }

describe('a repository on git', () => {
  const cases = repositoryConformance({
    create: async (files) => {
      const fixture = createGitFixture(files)
      return { repository: await openRepository({ path: fixture.root, env }), base: fixture.git('rev-parse', 'HEAD'), remove: async () => fixture.remove() }
    },
  })
  for (const { name, run } of cases) test(name, async () => expect(await run()).toBeUndefined())
})
