import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceText } from '@autopack/core'

/** A small git repository in a temporary folder. */
export function createProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'autopack-example-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const git = (...args: string[]): Buffer => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@localhost', ...args], { cwd: root })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('commit', '--quiet', '--message=A project')
  return root
}

/** The configuration that the command line ships; your own texts do as well. */
export function shippedConfiguration(): Record<'strategy' | 'policy' | 'models' | 'pricing', SourceText> & { readonly project: null } {
  const read = (name: string): SourceText => {
    const file = fileURLToPath(import.meta.resolve(`@autopack/cli/config/${name}.yaml`))
    return { file, text: readFileSync(file, 'utf8') }
  }
  return { strategy: read('strategy'), policy: read('policy'), models: read('models'), pricing: read('pricing'), project: null }
}

/** A test that passes, printed as TAP without a test runner. */
export const passingCi = { run: [process.execPath, '--eval', 'console.log("TAP version 13\\nok 1 - works\\n1..1")'], report: { format: 'tap' } } as const
