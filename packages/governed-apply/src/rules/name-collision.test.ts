import { expect, test } from 'vitest'
import { objections, openTrial, type Side } from '../../test/trial.ts'

const base = { 'src/a.js': 'a\n', 'docs/Straße.md': 's\n', 'twin/x': '1\n', 'twin/X': '2\n', 'caf\u00e9': 'c\n' }

async function said(files: Readonly<Record<string, Side>>): Promise<readonly string[]> {
  return objections(await (await openTrial(base)).judge(files))
}

test.each([
  ['src/A.js', 'another case'],
  ['Src/b.js', 'a folder in another case', 'Src'],
  ['cafe\u0301', 'another form of Unicode'],
  ['src/a\u200b.js', 'a character that is not seen'],
  ['src/a.js.', 'a dot that Windows drops'],
  ['docs/STRASSE.md', 'letters that fold to more'],
] as const)('%s is refused beside what is there: %s', async (path, _, where: string = path) => {
  expect(await said({ [path]: 'x\n' })).toContain(`name-collision ${where}`)
})

test('two new ones are told of once, as a capture may find them', async () => {
  expect(await said({ 'new/b.js': 'b\n', 'new/B.js': 'B\n' })).toEqual(['name-collision new/B.js'])
})

test.each<readonly [string, Readonly<Record<string, Side>>]>([
  ['a name that takes the place of another', { 'src/a.js': null, 'src/A.js': 'a\n' }],
  ['a file of the same name elsewhere', { 'lib/A.js': 'a\n' }],
  ['a change of names that collided before', { 'twin/x': '3\n' }],
  ['a file beside names that collided before', { 'twin/y': '3\n' }],
])('%s is no collision', async (_, files) => {
  expect(await said(files)).toEqual([])
})

test('the message says what collides and what to do', async () => {
  const judgement = await (await openTrial(base)).judge({ 'src/A.js': 'x\n' })
  expect(judgement).toMatchObject({ reasons: [{ path: 'src/A.js', message: 'src/A.js and src/a.js are one name to some file systems; use the name that is there, or take the other away in the same change' }] })
})
