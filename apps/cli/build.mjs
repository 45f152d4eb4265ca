// Bundles the command line: everything it imports is inside, each command a chunk of its own that is loaded
// when it is asked for; the operator's defaults (config/) and the licences of what is bundled travel along.
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { build } from 'tsup'
import { writeThirdPartyLicences } from '../../tools/build/third-party-licences.mjs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync('dist', { recursive: true, force: true })
await build({
  config: false,
  entry: ['src/bin.ts'],
  format: 'esm',
  target: 'node22',
  platform: 'node',
  splitting: true,
  treeshake: true,
  minify: false,
  silent: true,
  metafile: true,
  dts: false,
  removeNodeProtocol: false,
  // parsers are native or WebAssembly, and secretlint's rules bring data: they are installed beside the bundle and loaded when a change is judged
  noExternal: [/^(?!oxc-parser|web-tree-sitter|@vscode\/tree-sitter-wasm|@secretlint\/)/],
  define: { AUTOPACK_VERSION: JSON.stringify(version) },
  esbuildOptions(options) {
    options.conditions = ['@autopack/source', 'module', 'node', 'import']
  },
  // a CommonJS dependency asks for node's own modules by require()
  banner: { js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);" },
})
writeThirdPartyLicences('dist/metafile-esm.json', 'dist/third-party-licences.txt')
rmSync('dist/metafile-esm.json')
cpSync('../../config', 'dist/config', { recursive: true })
cpSync('src/demo/project', 'dist/demo-project', { recursive: true })
cpSync('../../LICENSE', 'LICENSE')
