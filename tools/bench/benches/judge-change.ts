import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Allowances, ObjectId, Repository } from '@autopack/contracts'
import { openRepository } from '@autopack/git-workspace'
import { createGovernor, parseChange, proposeChange } from '@autopack/governed-apply'
import { samplePolicy } from '@autopack/testkit'
import type { Bench, Finding } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { runProcess } from '../measuring/run-process.ts'
import { createLargeRepository, type LargeRepository } from '../trial/large-repository.ts'
import { oneFileChange } from '../trial/one-file-change.ts'

const rounds = 21
const sizes = { '15k': 15_000, '100k': 100_000 }
const withoutReaders: Allowances = { syntax: ['**'], secret: ['**'] }

export const judgeChange: Bench = {
  name: 'judge-change',
  about:
    'A diff of one line of one file, from its text to the judgement of the tree it results in (parsed, applied, written, compared, every rule), in repositories of many files with git processes that were started before, against `git apply --check --index` of the same diff.',
  async run(place) {
    const findings: Finding[] = []
    for (const [name, files] of Object.entries(sizes)) findings.push(...(await place.inFolder((folder) => measure(folder, name, files))))
    return findings
  },
}

async function measure(folder: string, name: string, files: number): Promise<readonly Finding[]> {
  const large = await createLargeRepository(join(folder, 'repository'), files)
  large.git('checkout-index', '--index', large.path)
  const base = large.git('rev-parse', 'HEAD')
  const repository = await openRepository({ path: large.root, env: process.env })
  let time = 0
  const change = (): string => oneFileChange(large.path, large.module, (time += 1))
  const judged = (allow: Allowances) => (): Promise<number> => judge({ repository, base, large, allow, text: change() })
  try {
    const measured = await alternate(rounds, {
      [`${name} git apply ms`]: () => gitApply(large.root, join(folder, 'change.diff'), change()),
      [`${name} judged ms`]: judged({}),
      [`${name} without syntax and secrets ms`]: judged(withoutReaders),
    })
    const [apply, whole, light] = Object.values(measured)
    if (apply === undefined || whole === undefined || light === undefined) return []
    return [
      { what: `judge a one-file change, ${name} files`, value: whole.median, unit: 'ms', goal: { atMost: 25 }, measured },
      { what: `the same without syntax and secrets ÷ \`git apply --check --index\`, ${name} files`, value: light.median / apply.median, unit: '×', goal: { atMost: 1 }, measured: {} },
    ]
  } finally {
    await repository.close()
  }
}

async function gitApply(root: string, file: string, text: string): Promise<number> {
  writeFileSync(file, text)
  return (await runProcess('git', ['apply', '--check', '--index', file], { cwd: root })).wallMs
}

interface Judged {
  readonly repository: Repository
  readonly base: ObjectId
  readonly large: LargeRepository
  readonly allow: Allowances
  readonly text: string
}

async function judge({ repository, base, large, allow, text }: Judged): Promise<number> {
  return timed(async () => {
    const read = parseChange('git-diff', text)
    if (read.kind === 'invalid') throw new Error(read.problems.join('\n'))
    const proposal = await proposeChange({ repository, base, parsed: read.parsed })
    if (proposal.kind !== 'proposed') throw new Error(`the change is ${proposal.kind}`)
    const request = { change: proposal.change, onto: base, scope: [large.scope], deliverables: [large.path], category: 'feature_scaffolding', allow, policy: samplePolicy }
    const judgement = await createGovernor({ repository }).judge(request)
    if (judgement.kind !== 'accepted') throw new Error(`the change is ${judgement.kind}`)
  })
}
