import { describe, expect, it } from 'vitest'
import { loadSqlite } from './load-sqlite.ts'

describe('an old Node', () => {
  it('is told which one to use instead of crashing at import', async () => {
    const loading = loadSqlite(() => Promise.reject(new Error('No such built-in module: node:sqlite')))
    await expect(loading).rejects.toMatchObject({ code: 'AUTOPACK_NODE_TOO_OLD', message: expect.stringContaining('22.16') })
  })
})
