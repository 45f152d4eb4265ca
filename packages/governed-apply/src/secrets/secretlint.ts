import { lintSource } from '@secretlint/core'
import { secretLintProfiler } from '@secretlint/profiler'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import type { FoundSecret } from './found-secret.ts'

export type SecretLintCore = (path: string, text: string) => Promise<readonly FoundSecret[]>

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }

// else each text leaves marks in the process's memory for good
secretLintProfiler.setEnabled(false)

/** What its preset takes for an order to look away, wherever it stands in a text. */
const orders = /secretlint-/gi

/** Only this module imports secretlint. */
export const secretlint: SecretLintCore = async (path, text) => {
  const ext = /\.[^./]+$/.exec(path)?.[0] ?? ''
  const { messages } = await lintSource({ source: { filePath: `/${path}`, content: text.replaceAll(orders, 'secretlint_'), ext, contentType: 'text' }, options: { config, noPhysicFilePath: true } })
  return messages.map(({ ruleId, messageId, loc, range }) => ({
    line: loc.start.line,
    kind: `${ruleId.replace(/^.*secretlint-rule-/, '')} ${messageId}`,
    secret: text.slice(range[0], range[1]),
  }))
}
