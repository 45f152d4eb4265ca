import { expect } from 'vitest'
import { type Document, type Setup, shell } from '../stage/documents.ts'
import { failuresOf, outcomesOf, type Run } from '../stage/run.ts'
import type { Stage } from '../stage/stage.ts'
import { shows, type Theme } from '../theme.ts'

const lines = (count: number, word: string): string => Array.from({ length: count }, (_, number) => `${word} ${number}\n`).join('')

/** Files that a change can do something doubtful to. */
const before: Readonly<Record<string, string>> = {
  'shrinks.txt': lines(40, 'old'),
  'grows.txt': lines(40, 'old'),
  'churns.txt': lines(40, 'old'),
  'loses.js': lines(4, 'export const name').replaceAll(/name (\d)\n/g, 'name$1 = $1\n'),
  'run.sh': 'echo run\n',
}

/** For each rule a line of shell that breaks it, and it alone. */
const offences = {
  'conflict-marker': `printf '%s\\n' '<<<<<<< one' a '=======' b '>>>>>>> two' > conflict.txt`,
  truncation: `echo '// ... rest of the file unchanged' > cut.js`,
  shrinkage: 'head -n 4 shrinks.txt > new && mv new shrinks.txt',
  growth: 'for i in 1 2 3 4 5; do sed "s/^/$i /" grows.txt; done > new && mv new grows.txt',
  churn: 'sed "s/old/new/" churns.txt > new && mv new churns.txt',
  'lost-symbol': 'head -n 1 loses.js > new && mv new loses.js',
  syntax: `echo 'export const = {' > broken.js`,
  secret: `printf 'export const key = "ghp_%s"\\n' "$(printf 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF%s' 2hJ5)" > key.js`,
  'hidden-character': `printf 'export const name = "a\\342\\200\\256b"\\n' > hidden.js`,
  symlink: 'ln -s run.sh link.sh',
  gitlink: 'git init -q inner && git -C inner -c user.name=a -c user.email=a@b commit -q --allow-empty -m one',
  executable: 'chmod +x run.sh',
} as const

type Rule = keyof typeof offences
const rules = Object.keys(offences) as readonly Rule[]

const offending = (rule: Rule, allow?: Document): Document => ({ id: rule, builder: shell(offences[rule]), allow, ...(rule === 'churn' ? { category: 'small_fix' } : {}) })

/** One attempt for each phase, and a category whose phases are small fixes. */
const base: Setup = {
  strategy: { categories: { docs: { builderAttempts: 1 }, small_fix: { complexity: 'low', ciProfile: 'normal', builderAttempts: 1, auditRounds: 1, minorFactor: 1, autoApply: true } } },
  policy: { limits: { shrinkage: 0.6, growth: 3, churn: { share: 0.3, categories: ['small_fix'] }, lostSymbols: 0.5, measuredFrom: 30 } },
}

async function ran(stage: Stage, setup: Setup): Promise<Run> {
  for (const [path, text] of Object.entries(before)) stage.write(`project/${path}`, text)
  stage.git('add', '-A')
  stage.git('commit', '-q', '-m', 'before')
  return stage.run({ ...base, ...setup })
}

/** The rules that refused a change, in the order of the phases. */
function refusedBy(run: Run): readonly string[] {
  return outcomesOf(run, 'judge').flatMap((judged) => (judged.kind === 'rejected' ? judged.reasons.map(({ rule }) => rule) : []))
}

/** Whether a change of one file is refused by a rule under other limits. */
async function refuses(stage: Stage, rule: Rule, limits: Document): Promise<boolean> {
  const run = await ran(stage, { phases: [offending(rule)], policy: { limits: { ...limitsOf(base), ...limits } } })
  return refusedBy(run).includes(rule)
}

function limitsOf({ policy }: Setup): Document {
  return Object(policy?.['limits'])
}

export const content: Theme = {
  subject: 'what a change may say',
  showings: {
    'is refused by rules, each of which a plan may lift for the paths it names': shows(
      rules.map((rule) => `plan tiers.phases.allow.${rule}`),
      async (stage) => {
        const refused = await ran(stage, { phases: rules.map((rule) => offending(rule)) })
        expect(refusedBy(refused)).toEqual(rules)
        expect(failuresOf(refused)).toEqual(rules.map(() => 'guardrail'))
        const elsewhere = await ran(stage, { phases: rules.map((rule) => offending(rule, { [rule]: ['elsewhere/**'] })) })
        expect(refusedBy(elsewhere)).toEqual(rules)
        const lifted = await ran(stage, { phases: rules.map((rule) => offending(rule, { [rule]: ['**'] })) })
        expect(refusedBy(lifted)).toEqual([])
      },
    ),

    'is measured by limits': shows(
      ['policy limits.shrinkage', 'policy limits.growth', 'policy limits.churn.share', 'policy limits.churn.categories', 'policy limits.lostSymbols', 'policy limits.measuredFrom'],
      async (stage) => {
        for (const [rule, strict, generous] of [
          ['shrinkage', { shrinkage: 0.85 }, { shrinkage: 0.95 }],
          ['growth', { growth: 4.5 }, { growth: 5.5 }],
          ['churn', { churn: { share: 0.9, categories: ['small_fix'] } }, { churn: { share: 0.9, categories: ['docs'] } }],
          ['lost-symbol', { lostSymbols: 0.7 }, { lostSymbols: 0.8 }],
          ['shrinkage', { measuredFrom: 40 }, { measuredFrom: 41 }],
        ] as const) {
          expect([rule, await refuses(stage, rule, strict), await refuses(stage, rule, generous)]).toEqual([rule, true, false])
        }
      },
    ),
  },
}
