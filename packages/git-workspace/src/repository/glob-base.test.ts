import fc from 'fast-check'
import picomatch from 'picomatch'
import { expect, test } from 'vitest'
import { globBase } from './glob-base.ts'

test.each([
  ['src/**', 'src'],
  ['src/deep/*.js', 'src/deep'],
  ['./src/**', 'src'],
  ['README.md', 'README.md'],
  ['app/\\[id\\]/**', 'app'],
  ['app/(group)/page.tsx', 'app'],
  ['{src,lib}/**', ''],
  ['!(src)/**', ''],
  ['!src/**', ''],
  ['src/**|lib/**', ''],
  ['/src/**', ''],
])('all that %s matches lies in "%s"', (glob, base) => expect(globBase(glob)).toBe(base))

const plain = ['a', 'b', 'A', '.a', 'a b', 'é']
const odd = ['[id]', '(a)', '{a,b}', 'a+', '"a"', '$a', '^a', '@(a)', 'a,b', '~a', '#a', "'a'"]
const wild = ['*', '**', '?', 'a*', '[ab]', '[!a]', '[a/b]', '{a,b/a}', '{1..2}', '@(a|b)', '!(a)', '+(a)', '*(a/)', '?(a)', '(a|b/a)', 'a|b', '!a', '\\[id\\]', '\\a', '\\(a\\)', '\\*', '"a"', '.', '..', '', 'a?', '{a', 'b}', '(a', 'b)', 'a<b>']
const joined = (names: readonly string[], longest: number): fc.Arbitrary<string> => fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: longest }).map((parts) => parts.join('/')).filter((text) => text !== '')

test('whatever a glob matches lies in its base', () => {
  fc.assert(
    fc.property(joined([...plain, ...odd, ...wild], 4), fc.array(joined([...plain, ...odd, 'i', '1'], 4), { minLength: 10, maxLength: 20 }), (glob, paths) => {
      const [base, matches] = [globBase(glob), picomatch(glob, { dot: true })]
      expect(paths.filter((path) => matches(path) && base !== '' && path !== base && !path.startsWith(`${base}/`))).toEqual([])
    }),
    { numRuns: 3000 },
  )
})
