import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CommandRunner } from '@autopack/contracts'
import type { BenignCommand } from './benign-command.ts'
import { committing, makeProject } from './project.ts'

const tools = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
const timeoutMs = 60_000

/** What a command did, as far as its caller can see. */
interface Result {
  /** The exit code, or the signal it ended by; why it was not run. */
  readonly end: string
  readonly stdout: string
  readonly files: string
}

/** One folder that commands run in, guarded and not, one after the other. */
export interface Yard {
  /** Runs a command unguarded, and by each runner; says where a result is another, by the name of the runner. */
  readonly compare: (command: BenignCommand, runners: Readonly<Record<string, CommandRunner>>) => Promise<readonly string[]>
  readonly remove: () => void
}

export function createYard(environment: Readonly<Record<string, string>>): Yard {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'benign-')))
  const [work, home, template] = [join(root, 'work'), join(root, 'home'), join(root, 'template')]
  mkdirSync(template)
  makeProject(template)
  const fill = (text: string): string => text.replaceAll('@TOOLS@', tools)
  const reset = (): void => {
    for (const folder of [work, home]) rmSync(folder, { recursive: true, force: true })
    mkdirSync(home)
    cpSync(template, work, { recursive: true, verbatimSymlinks: true })
  }
  const resultOf = (end: string, stdout: string): Result => ({ end, stdout: timeless(stdout), files: filesOf(work) })

  const plainly = async (argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Result> => {
    reset()
    const { end, stdout } = await runPlainly(argv, work, { ...environment, HOME: home, TMPDIR: home, TERM: 'dumb', CI: 'true', npm_config_fetch_retries: '0', ...env })
    return resultOf(end, stdout)
  }
  const guarded = async (argv: readonly [string, ...string[]], { env, commits }: Pick<BenignCommand, 'env' | 'commits'>, runner: CommandRunner): Promise<Result> => {
    reset()
    const outcome = await runner.run({ use: 'ci', argv, cwd: work, writable: [work, ...(commits ? [join(work, '.git')] : [])], readable: [tools], env, network: false, timeoutMs, outputLimit: 1 << 20, marker: 'benign:1:x' })
    if ('message' in outcome) return resultOf(`${outcome.kind}: ${outcome.message}`, '')
    const end = outcome.kind === 'exited' ? String(outcome.exitCode) : outcome.kind === 'signalled' ? outcome.signal : outcome.kind
    return resultOf(end, outcome.stdout)
  }

  return {
    async compare(command, runners) {
      const argv = command.argv.map(fill) as [string, ...string[]]
      // a compiled file of Python holds the time of its source
      const env = { PYTHONDONTWRITEBYTECODE: '1', ...(command.commits ? committing : {}), ...command.env }
      const plain = await plainly(argv, env)
      const said: string[] = []
      for (const [name, runner] of Object.entries(runners)) {
        const sandboxed = await guarded(argv, { ...command, env }, runner)
        const differing = (['end', 'stdout', 'files'] as const).filter((key) => plain[key] !== sandboxed[key])
        if (differing.length > 0) said.push(`${command.id} ${name}: ${differing.map((key) => `${key} ${difference(plain[key], sandboxed[key])}`).join('; ')}`)
      }
      return said
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Lines that one of two texts has alone. */
function difference(plain: string, guarded: string): string {
  const [left, right] = [plain.split('\n'), guarded.split('\n')]
  return JSON.stringify([left.filter((line) => !right.includes(line)).slice(0, 5), right.filter((line) => !left.includes(line)).slice(0, 5)])
}

/** As an ordinary tool runs a command. */
function runPlainly(argv: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<{ readonly end: string; readonly stdout: string }> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'], timeout: timeoutMs })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ end: signal ?? (signalNamed(code) ?? String(code)), stdout: Buffer.concat(chunks).toString('utf8') }))
  })
}

/** A shell says 128 + its number of a child that a signal ended, and so do wrappers. */
function signalNamed(code: number | null): string | null {
  return { 134: 'SIGABRT', 137: 'SIGKILL', 143: 'SIGTERM' }[code ?? 0] ?? null
}

/** Without how long things took. */
function timeless(text: string): string {
  return text.replaceAll(/\d+(?:\.\d+)?(?: ?ms|s)\b/g, 'TIME').replaceAll(/(duration_ms:?) [\d.]+/g, '$1 TIME')
}

/** Every file with its mode and a hash of what it holds; of git's own what it means, not how its index is laid out. */
function filesOf(folder: string, prefix = ''): string {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${prefix}${entry.name}`
      if (path === '.git/index') return []
      const at = join(folder, path)
      const mode = (lstatSync(at).mode & 0o7777).toString(8)
      if (entry.isSymbolicLink()) return [`${path} -> ${readlinkSync(at)}`]
      if (entry.isDirectory()) return [`${path}/ ${mode}`, ...filesOf(folder, `${path}/`).split('\n').filter((line) => line !== '')]
      return [`${path} ${mode} ${entry.isFile() ? createHash('sha1').update(readFileSync(at)).digest('hex') : 'special'}`]
    })
    .join('\n')
}
