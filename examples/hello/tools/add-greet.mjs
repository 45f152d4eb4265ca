import { mkdirSync, writeFileSync } from 'node:fs'

for (const folder of ['src', 'test']) mkdirSync(folder, { recursive: true })
writeFileSync('src/greet.js', 'export const greet = (name) => `Hello, ${name}`\n')
writeFileSync(
  'test/greet.test.js',
  `import test from 'node:test'
import assert from 'node:assert'
import { greet } from '../src/greet.js'

test('greets', () => assert.equal(greet('Ann'), 'Hello, Ann'))
`,
)
console.log('greeting written')
