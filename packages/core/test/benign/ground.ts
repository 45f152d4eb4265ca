import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { policyFileSchema, type ChangePolicy, type JudgeRequest, type ObjectId, type ProposedChange, type Repository } from '@autopack/contracts'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import { createGovernor, parseChange, proposeChange, type ChangeFormat } from '@autopack/governed-apply'
import { parse } from 'yaml'
import type { BenignChange } from './changes.ts'
import { editsOf, modeOf, type Form } from './hand-in.ts'
import { sources, type Side } from './sources.ts'

const file = policyFileSchema.parse(parse(readFileSync(new URL('../../../../config/policy.yaml', import.meta.url), 'utf8')))
/** As shipped, for a plan's phase. */
const shipped: ChangePolicy = { digest: 'shipped', classes: Object.entries(file.classes).map(([name, globs]) => ({ name, globs, verdict: file.runTypes.project_build[name] ?? 'deny' })), allowPaths: [], limits: file.limits }

/** One repository, and a plain checkout beside it that git alone works in. */
export interface Ground {
  /** Null: let through, and the same tree as git makes of it. */
  readonly compare: (change: BenignChange, form: Form) => Promise<string | null>
  readonly remove: () => void
}

export async function createGround(): Promise<Ground> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'benign-changes-')))
  const [origin, plain] = [join(root, 'origin'), join(root, 'plain')]
  const environment = { PATH: process.env['PATH'] ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' }
  const git = (folder: string, args: readonly string[], input?: string): string => execFileSync('git', ['-C', folder, '-c', 'core.quotePath=true', '-c', 'core.autocrlf=false', ...args], { env: environment, encoding: 'utf8', maxBuffer: 64 << 20, ...(input === undefined ? { stdio: 'pipe' as const } : { input, stdio: ['pipe', 'pipe', 'pipe'] as const }) })
  for (const [path, side] of Object.entries(sources)) put(join(origin, path), side)
  git(root, ['init', '-q', '--template=', '-b', 'main', origin])
  git(origin, ['add', '-A'])
  git(origin, ['commit', '-qm', 'base'])
  git(root, ['clone', '-q', '--template=', origin, plain])
  const repository = await openRepository({ path: origin, env: environment })
  const workspace = createWorkspace({ repository, directory: join(root, 'checkouts'), env: environment })
  const base = git(origin, ['rev-parse', 'HEAD']).trim()

  /** The change as git makes it of files, with its tree. */
  const plainly = (change: BenignChange): ObjectId => {
    git(plain, ['reset', '-q', '--hard', base])
    git(plain, ['clean', '-qffdx'])
    work(plain, change)
    git(plain, ['add', '-A'])
    return git(plain, ['write-tree']).trim()
  }
  const diffOf = (form: Form, change: BenignChange): string => {
    if (form === 'unified diff') return Object.keys(change.files).toSorted().map((path) => unifiedDiff(origin, plain, path)).join('')
    const options = form === 'git diff' ? ['-M'] : ['--no-renames', '--full-index', '-U1']
    return git(plain, ['diff', '--cached', ...options, base])
  }
  /** The tree git gives the diff itself. */
  const applied = (text: string): ObjectId => {
    git(plain, ['reset', '-q', '--hard', base])
    git(plain, ['apply', '--index', '--whitespace=nowarn', '-'], text)
    return git(plain, ['write-tree']).trim()
  }
  const captured = async (change: BenignChange): Promise<ProposedChange> => {
    const checkout = await workspace.create('benign', base, { copy: [] })
    work(checkout.path, change)
    return { base, tree: await workspace.capture(checkout) }
  }

  return {
    async compare(change, form) {
      const tree = plainly(change)
      if (form === 'worktree') return verdict(repository, change, await captured(change), tree)
      const isEdits = form === 'full files' || form === 'edits'
      const text = isEdits ? editsOf(change, form) : diffOf(form, change)
      if (!isEdits && applied(text) !== tree) return `git itself makes another tree of ${text}`
      const proposed = await propose(repository, base, isEdits ? 'edits' : form === 'unified diff' ? 'unified-diff' : 'git-diff', text)
      return typeof proposed === 'string' ? proposed : verdict(repository, change, proposed, tree)
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function put(at: string, side: Side): void {
  rmSync(at, { force: true, recursive: true })
  if (side === null) return
  mkdirSync(dirname(at), { recursive: true })
  if (typeof side === 'object' && 'mode' in side && side.mode === '120000') return symlinkSync(side.text, at)
  writeFileSync(at, typeof side === 'object' && 'mode' in side ? side.text : side)
  chmodSync(at, modeOf(side) === '100755' ? 0o755 : 0o644)
}

function work(folder: string, { files, renames = {} }: BenignChange): void {
  for (const [path, side] of Object.entries(files)) if (side === null) put(join(folder, path), null)
  for (const [from, to] of Object.entries(renames)) {
    mkdirSync(dirname(join(folder, to)), { recursive: true })
    renameSync(join(folder, from), join(folder, to))
  }
  for (const [path, side] of Object.entries(files)) if (side !== null) put(join(folder, path), side)
}

/** As `diff -u` writes it, with the names that a person gives. */
function unifiedDiff(before: string, after: string, path: string): string {
  const side = (folder: string): readonly [file: string, isThere: boolean] => [join(folder, path), spawnSync('test', ['-f', join(folder, path)]).status === 0]
  const [[old, wasThere], [now, isThere]] = [side(before), side(after)]
  const name = (prefix: string, there: boolean): string => (there ? `${prefix}/${path}` : '/dev/null')
  const { stdout } = spawnSync('/usr/bin/diff', ['-u', '--label', name('a', wasThere), '--label', name('b', isThere), wasThere ? old : '/dev/null', isThere ? now : '/dev/null'], { encoding: 'utf8' })
  return stdout
}

async function propose(repository: Repository, base: ObjectId, format: ChangeFormat, text: string): Promise<ProposedChange | string> {
  const read = parseChange(format, text)
  if (read.kind === 'invalid') return `invalid: ${read.problems.join('; ')}`
  const proposal = await proposeChange({ repository, base, parsed: read.parsed })
  return proposal.kind === 'proposed' ? proposal.change : JSON.stringify(proposal)
}

async function verdict(repository: Repository, { allow, category, grants = [] }: BenignChange, change: ProposedChange, tree: ObjectId): Promise<string | null> {
  const request: JudgeRequest = { change, onto: change.base, scope: ['**'], deliverables: [], policy: { ...shipped, allowPaths: grants }, ...(allow === undefined ? {} : { allow }), ...(category === undefined ? {} : { category }) }
  const judgement = await createGovernor({ repository }).judge(request)
  if (judgement.kind !== 'accepted') return JSON.stringify(judgement)
  if (judgement.asks.length > 0) return `asks: ${JSON.stringify(judgement.asks)}`
  return judgement.tree === tree ? null : `the tree is ${judgement.tree} and not ${tree}`
}
