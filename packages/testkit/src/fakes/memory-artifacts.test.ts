import { describe, expect, it } from 'vitest'
import { artifactConformance } from '../conformance/artifacts.ts'
import { createMemoryArtifacts } from './memory-artifacts.ts'

describe('artifacts in memory', () => {
  const cases = artifactConformance({
    open: async () => ({ artifacts: createMemoryArtifacts(), dispose: async () => undefined }),
    capabilities: { redacts: false, truncates: false },
  })
  for (const { name, run } of cases) it(name, async () => expect(await run()).toBeUndefined())
})
