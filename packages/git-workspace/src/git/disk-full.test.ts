import { expect, test } from 'vitest'
import { unwritable } from './disk-full.ts'

test.each([
  ['ENOSPC: no space left on device, open', 'AUTOPACK_DISK_FULL'],
  ['EDQUOT: disk quota exceeded, write', 'AUTOPACK_DISK_FULL'],
  ['EROFS: read-only file system, open', 'AUTOPACK_GIT_FAILED'],
])('%s is %s, with the folder and what to do', (message, code) => {
  expect(unwritable('/place', new Error(message))).toMatchObject({ code, message: expect.stringMatching(/\/place.*; (make|free)/), cause: { message } })
})
