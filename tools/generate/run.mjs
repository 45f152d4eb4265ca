// Writes every file that comes from the code; with --check it writes nothing and fails when one is stale.
// A generator is a module in generators/ whose `generate()` returns { path relative to the root: content }.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const check = process.argv.includes('--check')
const folder = new URL('generators/', import.meta.url)
const stale = []

for (const file of readdirSync(folder).filter((name) => /\.(ts|mjs)$/.test(name) && !name.includes('.test.')).sort()) {
  const { generate } = await import(new URL(file, folder).href)
  for (const [path, content] of Object.entries(await generate())) {
    if (existsSync(path) && readFileSync(path, 'utf8') === content) continue
    stale.push(`${path} (${file})`)
    if (check) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

if (check && stale.length > 0) {
  console.error(`stale, run \`npm run generate\`:\n  ${stale.join('\n  ')}`)
  process.exitCode = 1
} else {
  console.log(stale.length === 0 ? 'every generated file is fresh' : `written:\n  ${stale.join('\n  ')}`)
}
