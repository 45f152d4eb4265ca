import { AutopackError, type ChangePolicy, type Repository, type RepositoryFinding, type Strategy, type Workspace } from '@autopack/contracts'
import { formatProblem, prepareRun } from '@autopack/strategy-engine'
import type { Preparation, PrepareRequest, Ready } from './autopack.ts'
import { missingModels } from './missing-models.ts'
import type { Wired } from './wired.ts'

/** Everything that can be known before a token is spent: is the plan right, does its policy allow it, can this repository be built. */
export async function preparePlan(parts: Wired, request: PrepareRequest): Promise<Preparation> {
  const { strategy: ruleset, policy: policyText, project } = parts.configuration
  const auditorAvailable = parts.auditor.available()
  const prepared = prepareRun({ plan: request.plan, project, shipped: { strategy: ruleset, policy: policyText }, flags: request.flags, watched: request.watched, auditorAvailable })
  if (prepared.kind === 'invalid') return { kind: 'refused', because: 'invalid', problems: prepared.problems.map(formatProblem) }
  const { strategy, policy, document } = prepared

  const [{ head, branch, notices, refusals }, ignored] = await Promise.all([parts.repository.inspect(), ignoredDeliverables(parts.repository, strategy)])
  if (refusals.length > 0) return { kind: 'refused', because: 'environment', problems: refusals.map((finding) => finding.message) }
  if (ignored.length > 0) return { kind: 'refused', because: 'invalid', problems: ignored }
  const uncopied = await uncopiable(parts.workspace, strategy)
  if (uncopied.length > 0) return { kind: 'refused', because: 'invalid', problems: uncopied }
  const models = missingModels(parts, strategy, request.models ?? {})
  if (models.length > 0) return { kind: 'refused', because: 'invalid', problems: models }
  const foresight = foresee(parts, strategy, policy)
  const forbidden = foresight.filter((reason) => reason.verdict === 'deny')
  if (forbidden.length > 0) {
    return { kind: 'refused', because: 'policy', problems: forbidden.map(({ phase, message, remedy }) => `phase ${phase}: ${[message, remedy].filter((part) => part !== null).join('; ')}`) }
  }
  return {
    kind: 'ready',
    plan: document.plan,
    planDirectory: request.planDirectory,
    overrides: request.models ?? {},
    flags: request.flags,
    strategy,
    policy,
    start: { commit: head, branch },
    notices,
    foresight,
    price: priceOf(strategy, auditorAvailable),
    remarks: remarksOn(strategy, auditorAvailable, notices),
  }
}

function phasesOf(strategy: Strategy): Strategy['tiers'][number]['phases'] {
  return strategy.tiers.flatMap((tier) => tier.phases)
}

async function ignoredDeliverables(repository: Repository, strategy: Strategy): Promise<string[]> {
  const wanted = phasesOf(strategy).flatMap(({ id, deliverables }) => deliverables.map((path) => ({ id, path })))
  const rules = await repository.ignoredBy(wanted.map(({ path }) => path))
  return wanted.flatMap(({ id, path }, index) => {
    const rule = rules[index] ?? null
    return rule === null ? [] : [`phase ${id}: the deliverable ${path} is ignored by ${rule}, so it could never be part of a commit. Remove that line, or deliver another file.`]
  })
}

const isUncopiable: ReadonlySet<string> = new Set(['AUTOPACK_WORKSPACE_COPY_MISSING', 'AUTOPACK_WORKSPACE_LINK', 'AUTOPACK_WORKSPACE_VIRTUALENV'])

/** Each entry of `workspace.copy` that no checkout could get. */
async function uncopiable(workspace: Workspace, { workspace: { copy } }: Strategy): Promise<string[]> {
  const problems: string[] = []
  for (const path of copy) {
    await workspace.checkCopy([path]).catch((error: unknown) => {
      if (!AutopackError.isInstance(error) || !isUncopiable.has(error.code)) throw error
      problems.push(error.message)
    })
  }
  return problems
}

function foresee({ governor }: Wired, strategy: Strategy, policy: ChangePolicy): Ready['foresight'] {
  return phasesOf(strategy).flatMap(({ id, deliverables, scope }) => {
    const declared = governor.foresee(deliverables, scope, policy)
    return (declared.length > 0 ? declared : certainOf(scope, (path) => governor.foresee([path], scope, policy))).map((reason) => ({ ...reason, phase: id }))
  })
}

type Foreseen = ReturnType<Wired['governor']['foresee']>

/** What is asked whatever is changed: the scope is of nothing but files, and each of them asks. */
function certainOf(scope: readonly string[], foresee: (path: string) => Foreseen): Foreseen {
  const reasons = scope.map((entry) => (/[*?[\]{}()!+@]/.test(entry) ? [] : foresee(entry).filter(({ verdict }) => verdict === 'ask')))
  return reasons.every((found) => found.length > 0) ? reasons.flat() : []
}

/** The caps are the upper bound: no call is sent whose bound would pass them. */
function priceOf(strategy: Strategy, auditorAvailable: boolean): Ready['price'] {
  const audited = auditorAvailable && phasesOf(strategy).some(({ audit }) => audit !== 'none')
  const built = phasesOf(strategy).some(({ builder }) => builder.kind === 'model')
  return audited || built ? { leastNanoUsd: 0, mostNanoUsd: strategy.caps.nanoUsd, mostTokens: strategy.caps.tokens } : null
}

function remarksOn(strategy: Strategy, auditorAvailable: boolean, notices: readonly RepositoryFinding[]): string[] {
  const phases = phasesOf(strategy)
  const untested = phases.filter(({ ci }) => ci === null).map(({ id }) => `phase ${id} declares that it needs no CI`)
  const unaudited = phases.filter(({ audit }) => audit === 'none' || (audit === 'if-configured' && !auditorAvailable)).map(({ id }) => id)
  const asking = phases.filter(({ autoApply }) => !autoApply).map(({ id, category }) => `phase ${id} (${category}) waits for an approval when it is green`)
  return [...notices.map(({ message }) => message), ...untested, ...(unaudited.length > 0 ? [`unaudited: ${unaudited.join(', ')}`] : []), ...asking]
}
