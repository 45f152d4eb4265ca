import type { ChangeGovernor, ChangeJudgement, ChangeReason, CommandRunner, JudgeRequest, Repository } from '@autopack/contracts'
import { applyAnew } from './apply-anew.ts'
import { editTree } from './apply/edit-tree.ts'
import { changeDigest } from './change-digest.ts'
import { loadReaders } from './content/load-readers.ts'
import { readChangedFiles } from './content/changed-file.ts'
import { withOrigins } from './content/with-origins.ts'
import { printable } from './printable.ts'
import { contentRules, pathRules, shapeRules } from './rules/rules.ts'
import { fileLimit } from './rules/file-limit.ts'
import { sizeLimit } from './rules/size-limit.ts'
import { createPythonReader, type PythonReader } from './syntax/python-errors.ts'
import type { Objection, PathRule, Rule, RuleInput } from './rules/rule.ts'

export interface GovernorOptions {
  readonly repository: Repository
  /** Asks the host's Python for the syntax of Python, which it parses and never runs; without it, and where there is none, a grammar is asked. */
  readonly runner?: Pick<CommandRunner, 'run'>
}

/** Judges changes by the trees they result in. Talks to git through the repository only. */
export function createGovernor({ repository, runner }: GovernorOptions): ChangeGovernor {
  const python = runner === undefined ? null : createPythonReader(runner)
  return {
    contract: 1,
    edit: (tree, edits) => editTree(repository, tree, edits),
    judge: (request) => judge(repository, request, python),
    render: ({ base, tree }) => repository.diff(base, tree),
    foresee: (paths, scope, policy) =>
      judgePaths(pathRules, paths, { scope, policy }).map((objection) => ({ ...reasonOf(objection), verdict: objection.verdict })),
    load: loadReaders,
  }
}

async function judge(repository: Repository, request: JudgeRequest, python: PythonReader | null): Promise<ChangeJudgement> {
  const { base, tree } = request.change
  const [changes, lines] = await Promise.all([repository.changes(base, tree), repository.countLines(base, tree)])
  if (changes.length === 0) return { kind: 'empty' }
  const files = once(() => readChangedFiles(repository, changes))
  const input = { request, changes, repository, tree, python, files, renamed: once(async () => withOrigins(await files())) }
  // what has too many is refused anyway: not all of it is looked at
  const paths = changes.slice(0, Math.max(request.policy.limits.files, 1)).map(({ path }) => path)
  const shape = [...judgePaths(pathRules, paths, request), ...(await judgeBy(shapeRules, input))]
  if (shape.some(denies)) return rejected([...shape, ...(isTooBig(shape) ? [] : await judgeBy(contentRules, input))])

  const applied = await applyAnew(repository, request, changes)
  if (applied.kind === 'conflict') return applied
  const content = await judgeBy(contentRules, { ...input, tree: applied.tree })
  if (content.some(denies)) return rejected(content)
  const asks = [...shape, ...content].map(reasonOf)
  return { kind: 'accepted', tree: applied.tree, changes, digest: changeDigest(changes), asks, linesAdded: lines.added, linesDeleted: lines.deleted }
}

/** What is read at most once, and not before it is asked for. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null
  return () => (kept ??= read())
}

interface NamedObjection extends Objection {
  readonly rule: string
}

function judgePaths(rules: readonly PathRule[], paths: readonly string[], limits: Pick<JudgeRequest, 'scope' | 'policy'>): readonly NamedObjection[] {
  const compiled = rules.map(({ name, judge: compile }) => ({ name, check: compile(limits) }))
  return paths.flatMap((path) => compiled.flatMap(({ name, check }) => named(name, check(path))))
}

async function judgeBy(rules: readonly Rule[], input: RuleInput): Promise<readonly NamedObjection[]> {
  const found = await Promise.all(rules.map(async (rule) => (await rule.judge(input)).flatMap((objection) => named(rule.name, objection))))
  return found.flat()
}

function named(rule: string, objection: Objection | null): readonly NamedObjection[] {
  return objection === null ? [] : [{ ...objection, rule }]
}

/** What is too big is not read. */
function isTooBig(objections: readonly NamedObjection[]): boolean {
  return objections.some(({ rule }) => rule === sizeLimit.name || rule === fileLimit.name)
}

function denies({ verdict }: Objection): boolean {
  return verdict === 'deny'
}

function rejected(objections: readonly NamedObjection[]): ChangeJudgement {
  return { kind: 'rejected', reasons: objections.filter(denies).map(reasonOf) }
}

function reasonOf({ rule, reason }: NamedObjection): ChangeReason {
  return { rule, ...reason, message: printable(reason.message) }
}
