import type { JudgeRequest } from '@autopack/contracts'
import type { ChangedFile, FileBody } from '../content/changed-file.ts'
import { languageOf } from '../syntax/language.ts'
import { topLevelSymbols } from '../syntax/top-level-symbols.ts'
import { percent } from './measured.ts'
import { deny, liftedBy, liftRemedy, type Objection, type Rule } from './rule.ts'

interface SymbolChange {
  readonly path: string
  readonly before: ReadonlySet<string>
  readonly after: ReadonlySet<string>
}

/**
 * Declarations that are gone from a rewritten file and stand in no other file of the change. As many new ones count as
 * their replacement. A small fix may lose none, any other change a share of the file's; of members of classes and of exported objects each a share.
 */
export const lostSymbol: Rule = {
  name: 'lost-symbol',
  judge: async ({ request, renamed }) => {
    const { lostSymbols: limit } = request.policy.limits
    if (limit === undefined) return []
    const isLifted = liftedBy(request, 'lost-symbol')
    const written = await renamed()
    const rewritten = await symbolChanges(written.filter(({ before }) => before !== null))
    if (rewritten.every(({ before, after }) => [...before].every((name) => after.has(name)))) return []
    const added = await symbolChanges(written.filter(({ before }) => before === null))
    const declared = new Set([...rewritten, ...added].flatMap(({ after }) => [...after]))
    return rewritten.flatMap((change) => {
      if (isLifted(change.path)) return []
      const [own, members] = [loss(change, declared, isOwn), loss(change, declared, isMember)]
      return [
        ...(isBearable(own, request, limit) ? [] : [because(change.path, own, 'declarations', limit)]),
        ...(members.share > limit && members.of >= fewestMembers ? [because(change.path, members, 'members', limit)] : []),
      ]
    })
  },
}

/** Of a class with fewer, a share says little. */
const fewestMembers = 5

interface Loss {
  readonly names: readonly string[]
  readonly of: number
  /** None where as many have come. */
  readonly share: number
}

function loss({ before, after }: SymbolChange, declared: ReadonlySet<string>, counts: (name: string) => boolean): Loss {
  const old = [...before].filter(counts)
  const names = old.filter((name) => !declared.has(name) && !declared.has(name.replace(/^\./, '')))
  const gained = [...after].filter((name) => counts(name) && !before.has(name))
  return { names, of: old.length, share: names.length <= gained.length ? 0 : names.length / old.length }
}

function isMember(name: string): boolean {
  return name.startsWith('.')
}

function isOwn(name: string): boolean {
  return !isMember(name)
}

function isBearable({ share }: Loss, { policy, category }: JudgeRequest, limit: number): boolean {
  const isSmallFix = policy.limits.churn?.categories.includes(category ?? '') === true
  return share === 0 || (!isSmallFix && share <= limit)
}

function because(path: string, { names, of }: Loss, what: string, limit: number): Objection {
  const list = `${names.slice(0, 5).map((name) => name.replace(/^\./, '')).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`
  return deny(path, `${path} would lose ${list} (${names.length} of ${of} ${what}, the limit is ${percent(limit)}); keep what the goal does not ask to remove`, liftRemedy('lost-symbol'))
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
