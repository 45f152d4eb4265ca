import type { ChangeReason, Finding, GateInput, GateVerdict, QualityGate } from '@autopack/contracts'

/** The gate every change passes before it is kept: tests, then audit, then people. */
export function createQualityGate(): QualityGate {
  return { contract: 1, judge: (input) => judgeCiOf(input) ?? judgeAudit(input) ?? judgeApproval(input) }
}

function judgeCiOf({ ci, phase }: GateInput): GateVerdict | null {
  if (ci === null) return phase.ci === null ? null : { kind: 'reject', reasons: ['The phase’s CI has not run on this change.'] }
  return ci.verdict === 'green' ? null : { kind: 'reject', reasons: ci.reasons.length > 0 ? ci.reasons : ['CI did not pass.'] }
}

function judgeAudit({ audit, phase }: GateInput): GateVerdict | null {
  if (audit === null || audit.kind === 'failed') return phase.audit === 'required' ? { kind: 'block', reasons: [missingAudit(audit)] } : null
  const majors = audit.findings.filter((finding) => finding.severity === 'major')
  const blocking = audit.verdict === 'reject' ? audit.findings : phase.highRisk ? majors : []
  if (audit.verdict !== 'reject' && blocking.length === 0) return null
  return { kind: 'reject', reasons: blocking.length > 0 ? blocking.map(describeFinding) : ['The auditor rejected the change and gave no finding.'] }
}

function missingAudit(audit: { readonly message: string } | null): string {
  const why = audit === null ? 'no auditor is configured' : `the auditor failed: ${audit.message}`
  return `This phase requires an audit, and ${why}. Configure roles.auditor in models.yaml with a model of another family than the builder’s, or set "auditor: none" where the category allows it.`
}

function describeFinding({ severity, file, line, category, message }: Finding): string {
  const place = file === null ? '' : ` (${file}${line === null ? '' : `:${line}`})`
  return `${severity} ${category}${place}: ${message}`
}

function judgeApproval({ asks, ci, phase }: GateInput): GateVerdict {
  const all: readonly ChangeReason[] = [...asks, ...lostTest(ci?.lostTests ?? []), ...(phase.autoApply ? [] : [categoryApproval(phase.category)])]
  return all.length > 0 ? { kind: 'ask', asks: all } : { kind: 'pass' }
}

const mostNames = 5

/** What a runner no longer runs says nothing, however green it is. No plan lifts it. */
function lostTest(names: readonly string[]): readonly ChangeReason[] {
  if (names.length === 0) return []
  const rest = names.length - mostNames
  const list = `${names.slice(0, mostNames).map(oneLine).join('; ')}${rest > 0 ? `; … and ${rest} more` : ''}`
  const message = `${names.length === 1 ? 'A test' : `${names.length} tests`} of the baseline ${names.length === 1 ? 'is' : 'are'} gone or skipped now: ${list}; that needs a person’s approval, or the tests as they were.`
  return [{ rule: 'lost-test', path: null, message, remedy: null }]
}

/** A test may be called anything. */
function oneLine(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain
}

function categoryApproval(category: string): ChangeReason {
  return {
    rule: 'category-approval',
    path: null,
    message: `Changes of the category ${category} wait for a person.`,
    remedy: `Add ${category} to policy.autoApply in .autopack/config.yaml.`,
  }
}
