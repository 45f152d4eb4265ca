import type { Finding } from '@autopack/contracts'
import type { ScriptedModelOptions, ScriptedModelRequest, ScriptedReply } from '@autopack/testkit'
import type { Document, Setup } from './documents.ts'

/** A model builder's answer that writes files. */
export function change(files: Readonly<Record<string, string>>): string {
  return JSON.stringify({ summary: 'Written.', files: Object.entries(files).map(([path, content]) => ({ action: 'write', path, content })) })
}

/** An auditor's answer. */
export function audit(verdict: 'approve' | 'reject', ...severities: readonly Finding['severity'][]): string {
  const findings = severities.map((severity) => ({ severity, file: null, line: null, category: 'correctness', message: 'It could be better.', evidence: 'a line', confidence: 1 }))
  return JSON.stringify({ verdict, findings })
}

/** The phase a builder is asked for: goals are `Do <phase>.` unless a test says otherwise. */
export function phaseOf({ prompt }: Pick<ScriptedModelRequest, 'prompt'>): string {
  return /Goal: Do ([a-z0-9-]+)\./.exec(prompt)?.[1] ?? 'unknown'
}

/** Builds `<phase>.md`, and audits by a script of its own: the last word holds for the rest. */
export function answering(...audits: readonly [ScriptedReply, ...ScriptedReply[]]): ScriptedModelOptions['respond'] {
  const left = [...audits]
  return (request) => {
    if (request.schemaName !== 'audit') return change({ [`${phaseOf(request)}.md`]: `${request.model}\n` })
    const [next] = left.length > 1 ? left.splice(0, 1) : left
    return next ?? audit('approve')
  }
}

interface ModelsOptions {
  readonly url: string
  /** Laid over each model. */
  readonly model?: Document
  /** Default: none, so that changes go unaudited. */
  readonly auditor?: boolean
  readonly price?: Document
}

/** models.yaml and pricing.yaml for one server: `writer` builds, `reader` of another family audits. */
export function modelsAt({ url, model, auditor = false, price }: ModelsOptions): Pick<Setup, 'models' | 'pricing'> {
  const served = (name: string, family: string): Document => ({ provider: 'scripted', name, family, billing: price === undefined ? 'free' : 'metered', maxOutputTokens: 4096, ...model })
  return {
    models: {
      providers: { scripted: { kind: 'openai', baseUrl: url } },
      models: { writer: served('writer-1', 'north'), reader: served('reader-1', 'south') },
      roles: { builder: everywhere('writer'), ...(auditor ? { auditor: everywhere('reader') } : {}) },
    },
    ...(price === undefined ? {} : { pricing: { prices: { writer: price, reader: price } } }),
  }
}

/** One chain for every complexity. */
export function everywhere(...chain: readonly string[]): Document {
  return { low: chain, medium: chain, high: chain }
}

export const built: Document = { builder: { kind: 'model' } }
