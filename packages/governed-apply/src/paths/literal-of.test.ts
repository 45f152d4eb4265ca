import fc from 'fast-check'
import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import { literalOf } from './literal-of.ts'
import { pathMatcher } from './path-matcher.ts'

const pieces = fc.constantFrom('*', '**', '?', '/', '.', './', 'a', 'B', 'ab', '-', '!', '@', '+', '{a,b}', '{,a}', '{a}', '{a,b/}', '[ab]', '@(a|b)', '+(a)', '!(a)', '\\*', 'é', ' ')
const globs = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
const paths = fc.array(fc.constantFrom('a', 'b', 'A', 'B', '/', '.', '-', '!', '@', '+', 'é', '*', ' ', 'K'), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))

describe('the literal of a glob', () => {
  it.each([
    ['**/package-lock.json', 'package-lock.json'],
    ['.github/**', '.github'],
    ['src/*.test.ts', '.test.ts'],
    ['{a,b}/c', 'c'],
    ['**/{poetry,uv}.lock', '.lock'],
    ['**/*.{a,b}', ''],
    ['a{1..3}b', ''],
    ['{a,{b,c}}d', ''],
    ['./**', ''],
    ['**', ''],
  ])('of %s is “%s”', (glob, literal) => expect(literalOf(glob)).toBe(literal))

  it('never changes what a glob matches', () => {
    fc.assert(
      fc.property(globs, paths, fc.boolean(), (glob, path, ignoreCase) => {
        const plain = picomatch(glob, { dot: true, nonegate: true, windows: false, nocase: ignoreCase })
        expect(pathMatcher([glob], { ignoreCase })(path)).toBe(plain(path))
      }),
      { numRuns: 5000 },
    )
  })
})
