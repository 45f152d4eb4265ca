import { join } from 'node:path'
import { createWorkspace, openRepository } from '@autopack/git-workspace'
import type { Bench, Finding } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'
import { createLargeRepository } from '../trial/large-repository.ts'

const files = 100_000
const rounds = { part: 15, whole: 3 }
/** Of milliseconds: a hundred thousand files on a busy disk. */
const limitMs = 300_000

export const checkout: Bench = {
  name: 'checkout',
  about:
    'Checkouts of a repository of 100,000 files: the one of a builder that needs a scope of a hundred files alone, and the whole one that CI gets, against `git worktree add` with as many writers as there are processors. Removing them is not counted.',
  run: (place) => place.inFolder(measure),
}

async function measure(folder: string): Promise<readonly Finding[]> {
  const large = await createLargeRepository(join(folder, 'repository'), files)
  const commit = large.git('rev-parse', 'HEAD')
  const repository = await openRepository({ path: large.root, env: process.env })
  const workspace = createWorkspace({ repository, directory: join(folder, 'checkouts'), env: process.env })
  const create = async (options: { readonly only?: readonly string[] }): Promise<number> => {
    const ms = await timed(() => workspace.create('one', commit, { copy: [], ...options }))
    await workspace.remove('one')
    return ms
  }
  const addWorktree = async (): Promise<number> => {
    const path = join(folder, 'worktree')
    const { wallMs } = await runProcess('git', ['-c', 'checkout.workers=0', 'worktree', 'add', '--quiet', '--detach', path, commit], { cwd: large.root, limitMs })
    await runProcess('git', ['worktree', 'remove', '--force', path], { cwd: large.root, limitMs })
    return wallMs
  }
  try {
    const part = await alternate(rounds.part, { 'part ms': () => create({ only: [large.scope] }) })
    const whole = await alternate(rounds.whole, { 'whole ms': () => create({}), 'git worktree add ms': addWorktree })
    return [
      { what: 'a builder’s checkout of its scope', value: part['part ms'].median, unit: 'ms', goal: { atMost: 50 }, measured: part },
      { what: 'CI’s checkout ÷ `git worktree add`', value: whole['whole ms'].median / whole['git worktree add ms'].median, unit: '×', goal: { atMost: 1.3 }, measured: whole },
    ]
  } finally {
    await repository.close()
  }
}
