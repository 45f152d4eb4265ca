import { modelFailureClasses, type BuildOutcome } from '@autopack/contracts'
import { scriptedAnswer, scriptedFailure, type ScriptedClientOptions } from '@autopack/testkit'
import { expect, test } from 'vitest'
import { checkoutWith, filesOf, phaseOf, requestFor, sceneWith } from '../../test/scene.ts'
import { createModelBuilder } from './model-builder.ts'

const builder = createModelBuilder()

async function build(respond: ScriptedClientOptions['respond']): Promise<{ outcome: BuildOutcome; files: Record<string, string> }> {
  const checkout = await checkoutWith({ 'src/a.js': 'export const a = 1\n' })
  const outcome = await builder.build(requestFor(checkout), sceneWith(respond).context)
  return { outcome, files: await filesOf(checkout) }
}

test('what the model proposes is handed on as it wrote it, with its family, and the checkout is left alone', async () => {
  const edits = [
    { action: 'write', path: 'src/greet.js', content: 'export const greet = () => "Grüß Gott"\n' },
    { action: 'edit', path: 'src/a.js', edits: [{ search: '1', replace: '2' }] },
  ] as const
  const { outcome, files } = await build(() => ({ summary: 'Greet, auf Deutsch: Grüß Gott 🌍.', files: edits }))
  expect(outcome).toEqual({ kind: 'proposed', summary: 'Greet, auf Deutsch: Grüß Gott 🌍.', family: 'scripted-builder', evidence: [], edits })
  expect(files).toEqual({ 'src/a.js': 'export const a = 1\n' })
})

test.each([
  ['nothing', '', 'the answer was empty'],
  ['garbage', 'Sure! Here is the diff:', 'not one complete JSON document'],
  ['half a JSON', '{"summary": "a", "files": [', 'not one complete JSON document'],
  ['another schema', '{"patch": "x"}', 'does not follow the schema: summary'],
  ['a key too many', '{"summary": "", "files": [{"action": "delete", "path": "a", "why": "old"}]}', 'files[0]'],
  ['no files', '{"summary": "Nothing to do.", "files": []}', '`files` is empty (it said: Nothing to do.)'],
])('%s is a failure of format that says what to do better', async (_, text, message) => {
  const { outcome, files } = await build(() => text)
  expect(outcome).toMatchObject({ kind: 'failed', failure: 'format', message: expect.stringContaining(message) })
  expect(Object.keys(files)).toEqual(['src/a.js'])
})

test('an answer cut at its limit is not applied, even where what came is whole', async () => {
  const whole = JSON.stringify({ summary: '', files: [{ action: 'delete', path: 'src/a.js' }] })
  const { outcome, files } = await build((request) => scriptedAnswer(whole, request, { finish: 'length' }))
  expect(outcome).toMatchObject({ failure: 'format', message: expect.stringContaining('cut at its token limit') })
  expect(Object.keys(files)).toEqual(['src/a.js'])
})

test.each([
  ['auth', 'authentication'],
  ['billing', 'authentication'],
  ['quotaExhausted', 'authentication'],
  ['timeout', 'infrastructure'],
  ['streamCut', 'infrastructure'],
  ['overloaded', 'infrastructure'],
  ['modelNotFound', 'no_model'],
  ['invalidRequest', 'no_model'],
  ['refused', 'builder_error'],
] as const)('a call that failed with %s is %s', async (failure, expected) => {
  const { outcome } = await build(() => scriptedFailure(failure))
  expect(outcome).toMatchObject({ kind: 'failed', failure: expected, message: expect.stringContaining(failure) })
})

test('what failed is not asked for again: whoever calls the model has done that', async () => {
  const change = { summary: '', files: [] }
  expect((await build((_, call) => (call === 1 ? scriptedFailure('auth') : change))).outcome).toMatchObject({ failure: 'authentication' })
  expect((await build((_, call) => (call === 1 ? scriptedFailure('streamCut', { ran: true }) : change))).outcome).toMatchObject({ failure: 'infrastructure' })
})

test('every class of failure has a meaning for the attempt', async () => {
  for (const failure of modelFailureClasses) {
    expect((await build(() => scriptedFailure(failure))).outcome.kind).toBe('failed')
  }
})

test('a refused call fails without a model being asked', async () => {
  const checkout = await checkoutWith({})
  const { context } = sceneWith(() => '')
  const refusing = (refusal: Awaited<ReturnType<typeof context.model.call>>) => builder.build(requestFor(checkout), { ...context, model: { call: async () => refusal } })
  expect(await refusing({ kind: 'over-budget', cap: 'run.tokens', used: 9, limit: 10, message: 'too much' })).toMatchObject({ failure: 'budget', message: 'too much' })
  expect(await refusing({ kind: 'quota', limit: 'weekly', resetAt: 1, message: 'later' })).toMatchObject({ failure: 'quota', message: 'later' })
  expect(await refusing({ kind: 'refusal', reason: 'no-model', message: 'none' })).toMatchObject({ failure: 'no_model' })
  expect(await refusing({ kind: 'refusal', reason: 'no-credential', message: 'key' })).toMatchObject({ failure: 'authentication' })
})

test('the prompt holds the task and the files, and hints come after all that attempts share', async () => {
  const checkout = await checkoutWith({ 'src/a.js': 'const secretOfTheSource = 1\n', 'other/b.js': 'out of scope' })
  const { client, context } = sceneWith(() => '')
  const phase = phaseOf({ scope: ['src/**'], deliverables: ['src/greet.js'], complexity: 'high' })
  const hint = { phase: 'add-function', attempt: 1, category: 'ci_fail', scope: [], text: 'test greets failed', source: 'attempt' } as const
  await builder.build(requestFor(checkout, { phase }), context)
  await builder.build(requestFor(checkout, { phase, attempt: 2, failedAttempts: 1, hints: [hint] }), context)
  const [first, second] = client.requests.map((request) => request.messages.map((message) => message.text).join('\n'))
  expect(first).toContain('Add a function that greets.')
  expect(first).toContain('<file path="src/a.js">\nconst secretOfTheSource = 1\n')
  expect(first).toContain('- src/greet.js')
  expect(first).not.toContain('out of scope')
  expect(second?.startsWith(first ?? '?')).toBe(true)
  expect(second).toContain('<hint>test greets failed</hint>')
  expect(client.requests[1]).toMatchObject({ purpose: { role: 'builder', complexity: 'high', failedAttempts: 1 }, maxOutputTokens: 32_768 })
})

test('the request for a small repository is small', async () => {
  const checkout = await checkoutWith({ 'src/a.js': 'export const a = 1\n' })
  const { client, context } = sceneWith(() => '')
  await builder.build(requestFor(checkout), context)
  expect(JSON.stringify(client.requests).length / 4).toBeLessThan(1000)
})
