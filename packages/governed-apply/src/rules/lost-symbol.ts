import type { JudgeRequest } from '@autopack/contracts'
import type { ChangedFile, FileBody } from '../content/changed-file.ts'
import { languageOf } from '../syntax/language.ts'
import { topLevelSymbols } from '../syntax/top-level-symbols.ts'
import { percent } from './measured.ts'
import { deny, liftedBy, liftRemedy, type Rule } from './rule.ts'

interface SymbolChange {
  readonly path: string
  readonly before: ReadonlySet<string>
  readonly after: ReadonlySet<string>
}

/**
 * Declarations that are gone from a rewritten file and stand in no other file of the change. As many new ones count as
 * their replacement. A small fix may lose none, any other change a share of the file's.
 */
export const lostSymbol: Rule = {
  name: 'lost-symbol',
  judge: async ({ request, files }) => {
    const { lostSymbols: limit } = request.policy.limits
    if (limit === undefined) return []
    const isLifted = liftedBy(request, 'lost-symbol')
    const written = await files()
    const rewritten = await symbolChanges(written.filter(({ before }) => before !== null))
    if (rewritten.every(({ before, after }) => [...before].every((name) => after.has(name)))) return []
    const added = await symbolChanges(written.filter(({ before }) => before === null))
    const declared = new Set([...rewritten, ...added].flatMap(({ after }) => [...after]))
    return rewritten.flatMap((change) => {
      const lost = [...change.before].filter((name) => !declared.has(name))
      const gained = [...change.after].filter((name) => !change.before.has(name))
      if (lost.length <= gained.length || isLifted(change.path) || isBearable(lost.length, change, request, limit)) return []
      const names = `${lost.slice(0, 5).join(', ')}${lost.length > 5 ? ` and ${lost.length - 5} more` : ''}`
      return [deny(change.path, `${change.path} would lose ${names} (${lost.length} of ${change.before.size} declarations, the limit is ${percent(limit)}); keep what the goal does not ask to remove`, liftRemedy('lost-symbol'))]
    })
  },
}

function isBearable(lost: number, { before }: SymbolChange, { policy, category }: JudgeRequest, limit: number): boolean {
  const isSmallFix = policy.limits.churn?.categories.includes(category ?? '') === true
  return !isSmallFix && lost / before.size <= limit
}

async function symbolChanges(files: readonly ChangedFile[]): Promise<readonly SymbolChange[]> {
  return (await Promise.all(files.map(symbolChange))).filter((change) => change !== null)
}

/** Null for what is no source, and where no grammar can tell. */
async function symbolChange({ path, before, after }: ChangedFile): Promise<SymbolChange | null> {
  const language = languageOf(path)
  if (language === null || after === null) return null
  const symbolsOf = async (body: FileBody | null): Promise<ReadonlySet<string> | null> => (body === null || body.isBinary ? new Set() : topLevelSymbols(language, body.text))
  const [old, now] = await Promise.all([symbolsOf(before), symbolsOf(after)])
  return old === null || now === null ? null : { path, before: old, after: now }
}
