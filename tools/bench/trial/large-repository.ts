import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'

export interface LargeRepository {
  readonly root: string
  readonly git: (...args: readonly string[]) => string
  /** A module somewhere in the middle, and where it is. */
  readonly module: number
  readonly path: string
  /** Glob of one package of it, of a hundred files. */
  readonly scope: string
}

/** A repository of so many small modules, ten a folder, a hundred a package, in one pack; nothing is checked out. */
export async function createLargeRepository(root: string, files: number): Promise<LargeRepository> {
  mkdirSync(root)
  const git = (...args: readonly string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }).trim()
  git('init', '--quiet', '--initial-branch=main', '--template=')
  const importer = spawn('git', ['-C', root, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = once(importer, 'close')
  importer.stdin.write('commit refs/heads/main\ncommitter Ada <ada@example.org> 1700000000 +0000\ndata 5\nFirst\n')
  for (let number = 0; number < files; number += 1) {
    const text = moduleText(number)
    const isTaken = importer.stdin.write(`M 100644 inline ${pathOf(number)}\ndata ${Buffer.byteLength(text)}\n${text}\n`)
    if (!isTaken) await once(importer.stdin, 'drain')
  }
  importer.stdin.end('done\n')
  await ended
  if (importer.exitCode !== 0) throw new Error(`git fast-import ended with ${importer.exitCode}`)
  git('read-tree', 'HEAD')
  const module = Math.floor(files / 2)
  const path = pathOf(module)
  return { root, git, module, path, scope: `${path.split('/').slice(0, 2).join('/')}/**` }
}

function pathOf(number: number): string {
  const [folder, pack] = [Math.floor(number / 10), Math.floor(number / 100)]
  return `packages/part-${pack}/folder-${folder % 10}/module-${number}.ts`
}

/** Forty lines, unlike those of any other module. */
export function moduleText(number: number): string {
  const functions = Array.from({ length: 10 }, (_, index) => `export function work${index}(value: number): number {\n  return value * ${number} + ${index}\n}\n`)
  return functions.join('\n')
}
