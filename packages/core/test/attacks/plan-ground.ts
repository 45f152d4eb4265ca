import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createGitFixture } from '@autopack/testkit'
import { createAutopack, type SourceText } from '../../src/index.ts'
import { nodeDefaults } from '../../src/node.ts'

/** What nobody gave to a builder; in words that no rule takes for a secret. */
const secret = 'the colour of the door is green'

export interface PlanPlace {
  /** Of the plan's folder, from the person's repository: `.` for the working tree itself. */
  readonly plan: string
  /** A line of shell in the checkout; @PLAN@ is the plan's folder. What it prints counts, and what it leaves in `found.md`. */
  readonly script: string
  /** Where runs are kept, from the repository. Default: in git's own folder. */
  readonly state?: string
}

/** A line of shell in a worktree, as this user may. */
export function readsPlainly({ plan, script }: PlanPlace): boolean {
  return onGround(({ repository, root }) => {
    const checkout = join(root, 'worktree')
    execFileSync('git', ['-C', repository, 'worktree', 'add', '-q', '--detach', checkout], { stdio: 'pipe' })
    const { stdout } = spawnSync('sh', ['-c', script.replaceAll('@PLAN@', join(repository, plan))], { cwd: checkout, encoding: 'utf8', timeout: 10_000 })
    return stdout.includes(secret) || readFileSync(join(checkout, 'found.md'), 'utf8').includes(secret)
  })
}

/** The same line as a plan’s builder, in a run, which keeps what it printed; without a sandbox it is not run. `sought`: what counts as read. */
export async function readsInRun({ plan, script, state }: PlanPlace, sought = secret): Promise<boolean> {
  return onGround(async ({ repository, root }) => {
    const environment = { PATH: process.env['PATH'] ?? '', HOME: join(root, 'home'), TMPDIR: join(root, 'tmp'), XDG_CACHE_HOME: join(root, 'cache') }
    const parts = await nodeDefaults({ root: repository, environment, configuration, ...(state === undefined ? {} : { state: join(repository, state) }) })
    const autopack = createAutopack(parts)
    try {
      const prepared = await autopack.prepare({ plan: { file: 'plan.yaml', text: planOf(script.replaceAll('@PLAN@', '{plan}')) }, planDirectory: join(repository, plan), flags: {}, watched: false })
      if (prepared.kind === 'refused') throw new Error(prepared.problems.join('\n'))
      const run = await autopack.start(prepared, { run: 'reading' })
      const end = await autopack.advance(run)
      const kept = await Promise.all((await autopack.artifacts(run)).map(async ({ hash }) => Buffer.from((await autopack.artifact(run, hash)) ?? []).toString('latin1')))
      const { achieved } = await autopack.isolation()
      if (achieved >= 3 && (end.kind !== 'ended' || end.state !== 'DONE_SUCCESS')) throw new Error(`the builder did not run: ${JSON.stringify(end)}`)
      return kept.some((text) => text.includes(sought))
    } finally {
      await autopack.close()
    }
  })
}

const planOf = (script: string): string =>
  JSON.stringify({
    version: 1,
    project: 'reading',
    tiers: [{ id: 'base', phases: [{ id: 'read', category: 'docs', goal: 'Read.', scope: ['**'], ci: 'none', auditor: 'none', builder: { kind: 'command', run: ['sh', '-c', `${script}; cat found.md`] } }] }],
  })

const configuration = {
  strategy: shipped('strategy.yaml'),
  policy: shipped('policy.yaml'),
  // without a sandbox the answer is no
  project: { file: 'config.yaml', text: 'version: 1\nsandbox: { minimum: { builder: 3 } }\n' },
  models: { file: 'models.yaml', text: 'version: 1\nproviders: {}\nmodels: {}\nroles: {}\nescalateAfter: 1\n' },
  pricing: { file: 'pricing.yaml', text: 'version: 1\nprices: {}\n' },
}

function shipped(name: string): SourceText {
  return { file: name, text: readFileSync(new URL(`../../../../config/${name}`, import.meta.url), 'utf8') }
}

interface PlanGround {
  readonly root: string
  readonly repository: string
}

/** A person's folder: a repository with a tool, what git ignores and what it keeps for itself, and others beside it. */
function onGround<T>(use: (ground: PlanGround) => T): T {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plan-')))
  const fixture = createGitFixture({ 'README.md': '# A project\n', '.gitignore': '.env\nprivate/\nruns/\n', 'tools/tool.sh': 'echo a tool\n' })
  const repository = join(root, 'work', 'repository')
  cpSync(fixture.root, repository, { recursive: true })
  fixture.remove()
  for (const folder of ['home', 'tmp', 'cache']) mkdirSync(join(root, folder))
  for (const path of ['.env', 'private/notes', 'untracked', 'runs/journal', 'private/state/journal', '.git/autopack/journal', '.git/description-of-mine']) {
    mkdirSync(dirname(join(repository, path)), { recursive: true })
    writeFileSync(join(repository, path), `${secret}\n`)
  }
  symlinkSync('.env', join(repository, 'tools/link'))
  const done = (): void => rmSync(root, { recursive: true, force: true })
  try {
    const used = use({ root, repository })
    if (used instanceof Promise) used.finally(done).catch(() => undefined)
    else done()
    return used
  } catch (error) {
    done()
    throw error
  }
}
