import { expect, test } from 'vitest'
import { findSecrets } from './find-secrets.ts'

test('looking for secrets leaves nothing behind in the process', async () => {
  await findSecrets('first.txt', 'text\n')
  const before = performance.getEntries().length
  for (let index = 0; index < 10; index += 1) await findSecrets(`${index}.txt`, 'text\n')
  expect(performance.getEntries().length).toBe(before)
})
