// Builds the package in the current folder: JavaScript by tsup, declarations by TypeScript 7.
// The entries are those of its exports map, so that there is one list of them.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { build } from 'tsup'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const entry = Object.values(manifest.exports).flatMap((target) => target['@autopack/source'] ?? [])

await build({
  config: false,
  entry,
  format: 'esm',
  target: 'node22',
  platform: 'node',
  sourcemap: true,
  clean: true,
  silent: true,
  dts: false,
  removeNodeProtocol: false,
})
execFileSync(process.execPath, ['../../node_modules/typescript-7/bin/tsc', '-b', 'tsconfig.build.json'], { stdio: 'inherit' })
copyFileSync('../../LICENSE', 'LICENSE')
