import { expect, test } from 'vitest'
import { judged, objections, openTrial, type Side } from '../../test/trial.ts'

const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_')

const hidden: readonly (readonly [what: string, path: string, after: Side])[] = [
  ['after an order to look away', 'a.js', `// secretlint-disable\nexport const a = "${token}"\n`],
  ['in a line with an order to look away', 'a.js', `export const a = "${token}" // secretlint-disable-line\n`],
  ['after an order in capitals', 'a.js', `/* SECRETLINT-DISABLE */\nexport const a = "${token}"\n`],
  ['behind a NUL', 'a.dat', `\0${token}\n`],
  ['before a NUL', 'a.pl', `my $t = "${token}";\n__END__\n\0`],
  ['among bytes', 'a.bin', Buffer.concat([Buffer.from([0, 255, 254, 128]), Buffer.from(token), Buffer.from([0, 200])])],
  ['in UTF-16', 'a.txt', Buffer.from(`\ufefftoken ${token}\n`, 'utf16le')],
]

test.each(hidden)('a token %s is found', async (_, path, after) => {
  expect(await judged(path, null, after)).toContain(`secret ${path}`)
  expect(await judged(path, null, after, { allow: { secret: [path] } })).not.toContain(`secret ${path}`)
})

test('a token as the target of a link is found', async () => {
  const { judge } = await openTrial({})
  expect(objections(await judge({ link: { mode: '120000', text: token } }, { allow: { symlink: ['link'] } }))).toContain('secret link')
})

test.each([`src/${token}.js`, `src/${token}/index.js`])('a token as a name is found, and not said again', async (path) => {
  const judgement = await (await openTrial({})).judge({ [path]: 'export {}\n' })
  expect(objections(judgement)).toEqual(['secret -'])
  expect(JSON.stringify(judgement)).not.toContain(token.slice(4, 20))
})

test('what was there before may stay, among bytes too', async () => {
  expect(await judged('a.bin', `\0${token}`, `\0\0${token}!`)).toEqual([])
  expect(await judged('a.js', `// secretlint-disable\nconst a = "${token}"\n`, `// secretlint-disable\nconst b = "${token}"\n`)).toEqual([])
})
