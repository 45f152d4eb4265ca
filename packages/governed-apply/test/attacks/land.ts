import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ChangePolicy } from '@autopack/contracts'
import { policyFileSchema } from '@autopack/contracts'
import { createMemoryRepository } from '@autopack/testkit'
import { parse } from 'yaml'
import { createGovernor, parseChange, proposeChange } from '../../src/index.ts'
import type { ChangeAttack } from './change-attack.ts'

const baseFiles: Readonly<Record<string, string>> = { 'src/a.js': 'one\n', 'package.json': '{}\n', '.github/ci.yml': 'on: push\n', 'Makefile': 'all:\n', '.npmrc': 'a=b\n' }

const file = policyFileSchema.parse(parse(readFileSync(new URL('../../../../config/policy.yaml', import.meta.url), 'utf8')))
/** As shipped, for a plan's phase. */
const policy: ChangePolicy = { digest: 'shipped', classes: Object.entries(file.classes).map(([name, globs]) => ({ name, globs, verdict: file.runTypes.project_build[name] ?? 'deny' })), allowPaths: [], limits: file.limits }

export interface Ground {
  readonly root: string
  readonly repository: string
}

export function createGround(): Ground {
  const root = mkdtempSync(join(tmpdir(), 'change-attack-'))
  const repository = join(root, 'repository')
  mkdirSync(join(root, 'outside'))
  writeFileSync(join(root, 'outside', 'victim'), 'intact\n')
  for (const [path, text] of Object.entries(baseFiles)) put(repository, path, text)
  execFileSync('git', ['init', '-q', '--template=', repository], { stdio: 'pipe' })
  return { root, repository }
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Everything but plain files below `src/`. */
export function harmIn({ root, repository }: Ground): string {
  const plain = join(repository, 'src')
  const walk = (folder: string): readonly string[] =>
    readdirSync(folder).toSorted().flatMap((name) => {
      const path = join(folder, name)
      const stat = lstatSync(path)
      if (stat.isSymbolicLink()) return [`${path} -> ${readlinkSync(path)}`]
      if (stat.isDirectory()) return [...(path.startsWith(`${plain}/`) || path === plain ? (name === '.git' ? [path] : []) : [path]), ...walk(path)]
      const isExecutable = (stat.mode & 0o111) !== 0
      return path.startsWith(`${plain}/`) && !path.includes('/.git/') && !isExecutable ? [] : [`${path} ${isExecutable} ${readFileSync(path, 'latin1')}`]
    })
  return walk(root).join('\n')
}

/** What a tool does that trusts the change. */
export function applyPlainly({ tool, text }: ChangeAttack, { repository }: Ground): void {
  if (tool === 'files') return applyFiles(text, repository)
  const [program, args] = tool === 'patch' ? ['patch', ['-p1', '-s', '-f', '--no-backup-if-mismatch']] as const : ['git', ['apply', ...(tool === 'git-unsafe' ? ['--unsafe-paths'] : [])]] as const
  execFileSync(program, [...args], { cwd: repository, input: text, stdio: 'pipe', timeout: 10_000 })
}

interface Operation {
  readonly action: string
  readonly path: string
  readonly content?: string
  readonly to?: string
}

function applyFiles(text: string, repository: string): void {
  const { files }: { readonly files: readonly Operation[] } = JSON.parse(text)
  for (const { action, path, content = '', to = '' } of files) {
    if (action === 'write') put(repository, path, content)
    if (action === 'delete') rmSync(join(repository, path))
    if (action === 'rename') {
      mkdirSync(dirname(join(repository, to)), { recursive: true })
      renameSync(join(repository, path), join(repository, to))
    }
  }
}

/** Lands what is accepted without a question, and says what became of it. */
export async function applyGoverned({ format, text }: Pick<ChangeAttack, 'format' | 'text'>, ground: Ground): Promise<string> {
  const outcome = parseChange(format, text)
  if (outcome.kind === 'invalid') return 'invalid'
  const repository = createMemoryRepository({ files: baseFiles })
  const base = repository.refs.get('refs/heads/main') ?? ''
  const proposal = await proposeChange({ repository, base, parsed: outcome.parsed })
  if (proposal.kind !== 'proposed') return proposal.kind
  const judgement = await createGovernor({ repository }).judge({ change: proposal.change, onto: base, scope: ['src/**'], deliverables: [], policy })
  if (judgement.kind !== 'accepted') return judgement.kind
  if (judgement.asks.length > 0) return 'asks'
  for (const { path, after } of judgement.changes) {
    const at = join(ground.repository, path)
    if (existsSync(at)) rmSync(at)
    if (after === null) continue
    const body = Buffer.from(await repository.readBlob(after.blob)).toString('utf8')
    if (after.mode === '120000') symlinkSync(body, at)
    else put(ground.repository, path, body)
    if (after.mode === '100755') execFileSync('chmod', ['+x', at])
  }
  return 'landed'
}
