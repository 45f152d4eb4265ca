import type { BudgetRefusal, CallScope, ModelOutcome, ModelPurpose, ModelRefusal, QuotaRefusal, RefusedLimit } from '@autopack/contracts'
import { refuse } from '../configuration/compile.ts'
import type { Decision } from '../decide/decision.ts'
import { unsent } from './charge.ts'

type Refused = Extract<Decision, { readonly kind: 'refused' }>

/** What a caller is told where no model may be asked. */
export function refusalOf(decision: Refused, purpose: ModelPurpose): ModelRefusal | QuotaRefusal | ModelOutcome {
  const { reason, resetAt, limit, candidates } = decision
  const [first] = candidates
  const detail = candidates.find((candidate) => candidate.reason === reason)?.detail ?? reason
  switch (reason) {
    case 'quota':
      return quotaRefusal(limit ?? '', resetAt ?? 0, candidates.find(({ until }) => until === resetAt)?.detail ?? null)
    case 'unhealthy':
      return { ...unsent('overloaded', `${first?.provider} failed too often; it is asked again at ${instant(resetAt)}`, resetAt), model: first?.model ?? '', family: first?.family ?? '', nanoUsd: 0 }
    case 'no-credit': {
      const dead = candidates.find((candidate) => candidate.reason === reason)
      return { ...unsent('billing', `${detail}; its account is asked again at ${instant(dead?.until ?? null)}`), model: dead?.model ?? '', family: dead?.family ?? '', nanoUsd: 0 }
    }
    case 'no-credential':
    case 'no-price':
      return refuse(reason, detail)
    case 'context':
      return { ...unsent('contextOverflow', `${detail}. Nothing was sent`), model: first?.model ?? '', family: first?.family ?? '', nanoUsd: 0 }
    case 'too-large':
      return refuse('no-model', `one call may take more than all of the limit ${limit}: raise it in models.yaml, or lower maxOutputTokens of the model`)
    case 'no-model':
      return refuse('no-model', missingModel(purpose, candidates))
  }
}

function missingModel({ role, complexity, category }: ModelPurpose, candidates: Refused['candidates']): string {
  if (candidates.length > 0 && candidates.every(({ reason }) => reason === 'untagged')) {
    return `all models of \`roles.${role}.${complexity}\` are reasoning models, which serve only phases that ask for one by a tag: add \`tags\` to the phase, or another model to the role`
  }
  if (candidates.length === 0) return `no model is configured for the role ${role} (${complexity} complexity): add \`roles.${role}\` to models.yaml`
  return `no model of \`roles.${role}.${complexity}\` may serve ${category}: look at \`routing\` in models.yaml`
}

export function quotaRefusal(limit: string, resetAt: number, detail: string | null): QuotaRefusal {
  return { kind: 'quota', limit, resetAt, message: `${limit}: no room for a call before ${instant(resetAt)}${detail === null || detail === limit ? '' : ` (${detail})`}` }
}

export function budgetRefusal(scope: CallScope, { used }: RefusedLimit, more: number): BudgetRefusal {
  const { name, hard } = scope
  return { kind: 'over-budget', cap: name, used, limit: hard, message: `${name}: ${used} used, this call may take ${more} more, the limit is ${hard}` }
}

function instant(at: number | null): string {
  return at === null ? 'an unknown time' : new Date(at).toISOString()
}
