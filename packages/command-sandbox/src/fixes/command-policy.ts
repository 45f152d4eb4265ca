import { AutopackError } from '@autopack/contracts'
import { parse } from 'yaml'
import * as z from 'zod'
import { type Fix, fixSchema, pathsOf } from './fix-schema.ts'
import { printable } from '../output/printable.ts'

const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  verdict: z.enum(['deny', 'ask', 'allow']),
  category: z.enum(['git', 'file', 'python', 'node']),
  ops: z.array(z.string()).min(1).optional().describe('Default: every operation of the category.'),
  under: z.array(z.string().min(1)).min(1).optional().describe('Folders or files. An allow needs every path of the fix under them, to the letter; a deny or an ask needs one that is under them or holds them, in any case and form of its characters.'),
  match: z.array(fixSchema).min(1).describe('Fixes this rule must decide.'),
  not_match: z.array(fixSchema).min(1).describe('Fixes this rule must not decide.'),
})
type Rule = z.infer<typeof ruleSchema>

/** Which fixes may run. What no rule names is denied; a deny beats an ask, an ask beats an allow. */
export const commandPolicySchema = z.strictObject({
  version: z.literal(1),
  limits: z.strictObject({ paths: z.number().int().positive(), characters: z.number().int().positive() }).describe('Of one fix: more is denied.'),
  rules: z.array(ruleSchema).max(1_000),
})

export interface FixDecision {
  readonly verdict: 'allow' | 'ask' | 'deny'
  /** The rule that decided; null where none did. */
  readonly rule: string | null
  /** Says why, and for what is not allowed what would allow it. One line, printable. */
  readonly message: string
  /** Null for what is no fix at all. */
  readonly fix: Fix | null
}

export interface CommandPolicy {
  decide(fix: unknown): FixDecision
}

/** Reads a policy in YAML or JSON and holds every rule against its own examples. Throws `AUTOPACK_CONFIGURATION_INVALID`. */
export function readCommandPolicy(text: string): CommandPolicy {
  const read = commandPolicySchema.safeParse(parsed(text))
  if (!read.success) throw invalid(z.prettifyError(read.error))
  const { rules, limits } = read.data
  const wrong = rules.flatMap(contradictions)
  if (wrong.length > 0) throw invalid(wrong.join('\n'))
  const ordered = (['deny', 'ask', 'allow'] as const).flatMap((verdict) => rules.filter((rule) => rule.verdict === verdict))
  return { decide: (fix) => decide(fix, ordered, limits) }
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error))
  }
}

function invalid(problems: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_CONFIGURATION_INVALID', message: `The command policy cannot be used. Correct it:\n${problems}` })
}

function contradictions(rule: Rule): readonly string[] {
  const missed = rule.match.filter((fix) => !matches(rule, fix))
  const caught = rule.not_match.filter((fix) => matches(rule, fix))
  return [...missed.map((fix) => `rule ${rule.name} does not match its example ${JSON.stringify(fix)}`), ...caught.map((fix) => `rule ${rule.name} matches ${JSON.stringify(fix)}, which it says it does not`)]
}

function decide(given: unknown, rules: readonly Rule[], limits: z.infer<typeof commandPolicySchema>['limits']): FixDecision {
  const read = fixSchema.safeParse(given)
  if (!read.success) return { verdict: 'deny', rule: null, fix: null, message: printable(`This is no fix that is known: ${read.error.issues[0]?.message ?? ''}. Use an operation and arguments of the schema.`) }
  const fix = read.data
  const paths = pathsOf(fix)
  if (paths.length > limits.paths || paths.join('').length > limits.characters) return { verdict: 'deny', rule: null, fix, message: `The fix names more than ${limits.paths} paths or ${limits.characters} characters: split it.` }
  const rule = rules.find((candidate) => matches(candidate, fix))
  const what = `${fix.category} ${fix.op}`
  if (rule === undefined) return { verdict: 'deny', rule: null, fix, message: `No rule allows ${what} here: add one to the command policy.` }
  const messages = { allow: `${what} is allowed by rule ${rule.name}.`, ask: `Rule ${rule.name} asks a person before ${what}.`, deny: `Rule ${rule.name} denies ${what}: change the rule to allow it.` }
  return { verdict: rule.verdict, rule: rule.name, fix, message: messages[rule.verdict] }
}

function matches(rule: Rule, fix: Fix): boolean {
  if (rule.category !== fix.category || rule.ops?.includes(fix.op) === false) return false
  const { under } = rule
  if (under === undefined) return true
  const given = pathsOf(fix)
  // what is allowed is meant to the letter: `build` and `BUILD` are two folders here
  if (rule.verdict === 'allow') return given.length > 0 && given.every((path) => under.some((folder) => isUnder(path, folder)))
  const paths = given.map(plain)
  const folders = under.map(plain)
  // what holds such a folder moves and copies it too
  return paths.some((path) => folders.some((folder) => isUnder(path, folder) || isUnder(folder, path)))
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

/** As a file system would compare it that knows neither case nor forms of a character. */
function plain(path: string): string {
  return path.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '').toLowerCase()
}
