import { describe, expect, test } from 'vitest'
import { repositoryConformance } from '../conformance/repository.ts'
import { createMemoryRepository } from './memory-repository.ts'

describe('the repository in memory', () => {
  const cases = repositoryConformance({
    create: async (files) => {
      const repository = createMemoryRepository({ files })
      return { repository, base: repository.refs.get('refs/heads/main') ?? '', remove: async () => undefined }
    },
  })
  for (const { name, run } of cases) test(name, async () => expect(await run()).toBeUndefined())
})
