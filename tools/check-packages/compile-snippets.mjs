import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Compiles the README snippets and examples that lie in the empty project, strictly, against the types that are published. */
export async function compileSnippets(project) {
  const settings = {
    compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2024', skipLibCheck: true, allowImportingTsExtensions: true, types: ['node'], typeRoots: [resolve('node_modules/@types')] },
    include: ['snippets', 'examples'].filter((folder) => existsSync(join(project, folder))),
  }
  const file = join(project, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(settings))
  return run(process.execPath, [resolve('node_modules/typescript-7/bin/tsc'), '-p', file, '--pretty', 'false'], { cwd: project, maxBuffer: 2 ** 24 }).then(
    () => [],
    ({ stdout, stderr }) => [`README snippets and examples, compiled strictly:\n${stdout}${stderr}`],
  )
}
