import type { AuditOutcome, AuditRequest, Auditor, Finding, ModelClient, ModelOutcome, ModelRequest } from '@autopack/contracts'
import { callFailure } from '../answer/call-failure.ts'
import { readAnswer } from '../answer/read-answer.ts'
import { wireSchema } from '../answer/wire-schema.ts'
import { auditSchema, type AuditAnswer } from './audit-answer.ts'
import { auditPrompt } from './audit-prompt.ts'

export interface ModelAuditorOptions {
  readonly models: Pick<ModelClient, 'serves'>
}

type AuditFailure = Extract<AuditOutcome, { kind: 'failed' }>

/** An audit reads the whole diff or does not happen: half a diff cannot be approved. About 100k tokens. */
const largestDiff = 400_000
const maxOutputTokens = 8192

/** One model that judges a green change; of another family than the author's where one is configured. */
export function createModelAuditor({ models }: ModelAuditorOptions): Auditor {
  return {
    contract: 1,
    available: () => models.serves('auditor'),
    outline: (phase) => modelRequest({ phase, diff: '', ci: null, authorFamily: null }),
    async audit(request, context) {
      if (request.diff.length > largestDiff) return failed('budget', `the diff has ${request.diff.length} characters and can be audited up to ${largestDiff}; split the phase`)
      const outcome = await context.model.call(modelRequest(request))
      if (outcome.kind !== 'answer') return asAuditFailure(callFailure(outcome))
      if (outcome.finish === 'length') return failed('format', 'the audit was cut at its token limit')
      const read = readAnswer(outcome.text, auditSchema)
      return read.kind === 'read' ? audited(request, outcome, read.value) : failed('format', read.message)
    },
  }
}

/** Chosen for the change, not for how often its author failed: the chain's later models serve for their family. */
function modelRequest(request: Omit<AuditRequest, 'run' | 'attempt'>): ModelRequest {
  const { category, complexity, subkind, highRisk, tags, critical } = request.phase
  const avoidFamilies = request.authorFamily === null ? [] : [request.authorFamily]
  return { purpose: { role: 'auditor', category, subkind, complexity, highRisk, tags, demandsStrongest: critical, failedAttempts: 0, avoidFamilies }, messages: auditPrompt(request), schema: { name: 'audit', schema: wireSchema(auditSchema) }, maxOutputTokens }
}

function audited(request: AuditRequest, { family, model }: ModelOutcome, answer: AuditAnswer): AuditOutcome {
  const findings = answer.findings.map((finding): Finding => ({ ...finding, line: finding.line === null ? null : Math.trunc(finding.line), confidence: Math.min(1, Math.max(0, finding.confidence)) }))
  return { kind: 'audited', verdict: answer.verdict, findings, family, model, independent: request.authorFamily !== family }
}

function asAuditFailure({ failure, message }: ReturnType<typeof callFailure>): AuditFailure {
  const own = failure === 'format' || failure === 'budget' || failure === 'quota' || failure === 'authentication' ? failure : 'infrastructure'
  return failed(own, message)
}

function failed(failure: AuditFailure['failure'], message: string): AuditFailure {
  return { kind: 'failed', failure, message }
}
