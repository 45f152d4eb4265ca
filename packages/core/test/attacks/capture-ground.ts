import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGovernor } from '@autopack/governed-apply'
import { createGitFixture } from '@autopack/testkit'
import { shippedPolicy } from './shipped-policy.ts'

const files = { 'src/a.js': 'export const a = 1\n', 'src/b.js': 'export const b = 1\n', 'docs/guide.md': '# Guide\n', '.gitignore': 'dist/\n' }

/** What became of a builder's work. */
export interface Captured {
  /** The marker program was run while the work was being taken. */
  readonly ran: boolean
  /** Files below `src/` that the tree does not hold as they stand in the folder. */
  readonly unlike: readonly string[]
  /** The person's own repository is another one. */
  readonly reached: boolean
  /** Whether it would land without a question. */
  readonly landed: boolean
}

/** The builder's script: @MARK@ is a program that leaves a trace, @OUT@ a folder outside. */
export interface Work {
  readonly script: string
  /** What an ordinary tool does afterwards. Default: adds everything. */
  readonly next?: string
  /** The person's search path: @WORK@ is the checkout. Default: this process's. */
  readonly path?: string
}

const environment = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' }

/** As an ordinary tool takes it: in a worktree of the person's repository, by the git and the settings that are there. */
export async function capturePlainly({ script, next = 'git add -A', path }: Work): Promise<Captured> {
  return onGround(async ({ root, folder, sh, mark, fingerprint, fill }) => {
    const checkout = join(root, 'checkout')
    execFileSync('git', ['-C', folder, 'worktree', 'add', '-q', '--detach', checkout], { env: environment, stdio: 'pipe' })
    const before = fingerprint()
    sh(script, checkout)
    rmSync(mark.trace, { force: true })
    const reached = fingerprint() !== before
    sh(next, checkout, path === undefined ? {} : { PATH: fill(path, checkout) })
    const listed = spawnSync('git', ['-C', checkout, 'ls-files', '-s', '-z'], { env: environment, encoding: 'utf8' }).stdout
    const blobs = new Map(listed.split('\0').filter((line) => line !== '').map((line) => [line.slice(line.indexOf('\t') + 1), line.split(' ')[1] ?? '']))
    const read = (blob: string): Buffer => spawnSync('git', ['-C', checkout, 'cat-file', 'blob', blob], { env: environment }).stdout
    return { ran: existsSync(mark.trace), unlike: unlikeIn(checkout, (path) => read(blobs.get(path) ?? '')), reached, landed: true }
  })
}

/** As Autopack takes it. */
export async function captureGoverned({ script, path }: Work): Promise<Captured> {
  return onGround(async ({ root, folder, sh, mark, fingerprint, fill }) => {
    const directory = join(root, 'checkouts')
    const env = path === undefined ? environment : { ...environment, PATH: fill(path, join(directory, 'checkouts/attack/checkout')) }
    const repository = await openRepository({ path: folder, env })
    const workspace = createWorkspace({ repository, directory, env })
    const base = (await repository.inspect()).head
    const checkout = await workspace.create('attack', base, { copy: [] })
    const before = fingerprint()
    sh(script, checkout.path)
    rmSync(mark.trace, { force: true })
    const taken = await workspace.capture(checkout).catch(() => null)
    const outcome = { ran: existsSync(mark.trace), reached: fingerprint() !== before }
    if (taken === null) return { ...outcome, unlike: [], landed: false }
    const judgement = await createGovernor({ repository }).judge({ change: { base, tree: taken }, onto: base, scope: ['**'], deliverables: [], policy: shippedPolicy })
    const ran = existsSync(mark.trace)
    const paths = existsSync(join(checkout.path, 'src')) ? namesIn(join(checkout.path, 'src')) : []
    const entries = await repository.entries(taken, paths)
    const bodies = new Map(await Promise.all(paths.map(async (path, index) => [path, Buffer.from(entries[index] == null ? '' : await repository.readBlob(entries[index].blob))] as const)))
    const landed = judgement.kind === 'accepted' && judgement.asks.length === 0
    return { ...outcome, ran, unlike: unlikeIn(checkout.path, (path) => bodies.get(path) ?? Buffer.of()), landed }
  })
}

interface CaptureGround {
  readonly root: string
  readonly folder: string
  readonly mark: { readonly trace: string }
  readonly sh: (script: string, cwd: string, env?: Readonly<Record<string, string>>) => void
  readonly fill: (text: string, checkout: string) => string
  readonly fingerprint: () => string
}

async function onGround(work: (ground: CaptureGround) => Promise<Captured>): Promise<Captured> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'capture-')))
  const fixture = createGitFixture(files)
  const out = join(root, 'out')
  mkdirSync(out)
  const mark = { program: join(out, 'mark'), trace: join(out, 'ran') }
  writeFileSync(mark.program, `#!/bin/sh\necho ran >> ${mark.trace}\ncat 2>/dev/null\nexit 0\n`)
  chmodSync(mark.program, 0o755)
  const fill = (text: string, checkout: string): string => text.replaceAll('@MARK@', mark.program).replaceAll('@OUT@', out).replaceAll('@WORK@', checkout)
  const sh: CaptureGround['sh'] = (script, cwd, env = {}) => void spawnSync('/bin/sh', ['-c', fill(script, cwd)], { cwd, env: { ...environment, ...env }, stdio: 'ignore', timeout: 10_000 })
  const refs = (): string => fixture.git('for-each-ref') + fixture.git('symbolic-ref', 'HEAD')
  // what an ordinary worktree keeps for itself is no harm
  const fingerprint = (): string => JSON.stringify([refs(), Object.entries(fixture.fingerprint()).filter(([name]) => !name.startsWith('.git/worktrees') && !name.startsWith('.git/logs'))])
  try {
    return await work({ root, folder: fixture.root, mark, sh, fill, fingerprint })
  } finally {
    fixture.remove()
    rmSync(root, { recursive: true, force: true })
  }
}

function namesIn(folder: string, prefix = 'src/'): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === '.git') return []
    return entry.isDirectory() ? namesIn(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`]
  })
}

function unlikeIn(checkout: string, read: (path: string) => Buffer): readonly string[] {
  if (!existsSync(join(checkout, 'src'))) return []
  return namesIn(join(checkout, 'src')).filter((path) => lstatSync(join(checkout, path)).isFile() && !readFileSync(join(checkout, path)).equals(read(path)))
}
