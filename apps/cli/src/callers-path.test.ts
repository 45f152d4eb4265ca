import { describe, expect, test } from 'vitest'
import { withCallersPath } from './callers-path.ts'

const path = '/a/autopack/node_modules/.bin:/a/node_modules/.bin:/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/home/me/node_modules/.bin/tools:/usr/bin:/b/node_modules/.bin'

describe('the PATH that commands of a project get', () => {
  test('is without what npm has put before it', () => {
    expect(withCallersPath({ npm_lifecycle_event: 'autopack', PATH: path })['PATH']).toBe('/home/me/node_modules/.bin/tools:/usr/bin:/b/node_modules/.bin')
  })

  test('is the user’s own where npm has no part in it', () => {
    const own = { PATH: '/me/node_modules/.bin:/usr/bin' }
    expect(withCallersPath(own)).toBe(own)
  })

  test('is left alone where nothing else is in it', () => {
    const all = { npm_command: 'exec', PATH: '/a/node_modules/.bin' }
    expect(withCallersPath(all)).toBe(all)
  })
})
