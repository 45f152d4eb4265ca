import type { BuildFailureKind, BuildOutcome, Builder, BuildRequest, Complexity, ModelAnswer, ModelRequest } from '@autopack/contracts'
import { callFailure } from '../answer/call-failure.ts'
import { readAnswer } from '../answer/read-answer.ts'
import { wireSchema } from '../answer/wire-schema.ts'
import { findFiles } from '../context/find-files.ts'
import { packFiles } from '../context/pack-files.ts'
import { builderPrompt } from './builder-prompt.ts'
import { changeSchema } from './change-schema.ts'

const maxOutputTokens: Readonly<Record<Complexity, number>> = { low: 8192, medium: 16_384, high: 32_768 }

/** Asks a model for edits; the checkout is read only. */
export function createModelBuilder(): Builder {
  return {
    contract: 1,
    kind: 'model',
    needs: 'scope',
    async build(request, context) {
      const outcome = await context.model.call(await modelRequest(request))
      if (outcome.kind === 'answer') return propose(outcome)
      const { failure, message } = callFailure(outcome)
      return failed(failure, message)
    },
  }
}

async function modelRequest(request: BuildRequest): Promise<ModelRequest> {
  const { category, subkind, complexity, highRisk, tags, critical, scope, deliverables, goal } = request.phase
  const mentions = [goal, ...request.hints.map((hint) => hint.text)].join('\n')
  const files = await packFiles(request.checkout, await findFiles(request.checkout, scope), { deliverables, mentions })
  return {
    purpose: { role: 'builder', category, subkind, complexity, highRisk, tags, demandsStrongest: critical, failedAttempts: request.failedAttempts, avoidFamilies: [] },
    messages: builderPrompt(request, files),
    schema: { name: 'change', schema: wireSchema(changeSchema) },
    maxOutputTokens: maxOutputTokens[complexity],
  }
}

function propose(answer: ModelAnswer & { readonly family: string }): BuildOutcome {
  if (answer.finish === 'length') return failed('format', 'the answer was cut at its token limit; change less text: use edit instead of write, and fewer files')
  const read = readAnswer(answer.text, changeSchema)
  if (read.kind === 'unreadable') return failed('format', read.message)
  const { summary, files } = read.value
  if (files.length === 0) return failed('format', `the answer proposed nothing: \`files\` is empty${summary.trim() === '' ? '' : ` (it said: ${summary.slice(0, 300)})`}`)
  return { kind: 'proposed', summary, family: answer.family, evidence: [], edits: files }
}

function failed(failure: BuildFailureKind, message: string): BuildOutcome {
  return { kind: 'failed', failure, message, evidence: [] }
}
