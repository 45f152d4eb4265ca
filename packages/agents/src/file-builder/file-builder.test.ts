import { readFile, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildOutcome } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { checkoutWith, filesOf, requestFor, sceneWith } from '../../test/scene.ts'
import { createFileBuilder } from './file-builder.ts'

const builder = createFileBuilder()

async function answered(answer: unknown): Promise<{ outcome: BuildOutcome; files: Record<string, string> }> {
  const checkout = await checkoutWith({ 'a.txt': 'one\n' })
  await writeFile(join(dirname(checkout), 'phase_result.json'), typeof answer === 'string' ? answer : JSON.stringify(answer))
  const outcome = await builder.build(requestFor(checkout), sceneWith(() => '').context)
  return { outcome, files: await filesOf(checkout) }
}

test('without an answer it waits, having said beside the checkout what is wanted', async () => {
  const checkout = await checkoutWith({ 'a.txt': 'one\n' })
  const answerTo = join(dirname(checkout), 'phase_result.json')
  const outcome = await builder.build(requestFor(checkout, { attempt: 2 }), sceneWith(() => '').context)
  expect(outcome).toEqual({ kind: 'waiting', message: expect.stringContaining(answerTo) })
  expect(await builder.build(requestFor(checkout, { attempt: 2 }), sceneWith(() => '').context)).toEqual(outcome)
  const pending: unknown = JSON.parse(await readFile(join(dirname(checkout), 'pending_phase.json'), 'utf8'))
  expect(pending).toEqual({ version: 1, run: 'run-1', phase: 'add-function', attempt: 2, category: 'feature_scaffolding', goal: 'Add a function that greets.', scope: ['**'], deliverables: [], hints: [], checkout, answerTo, how: expect.stringContaining('rename it'), answer: expect.objectContaining({ required: ['status', 'summary'] }) })
  expect(await filesOf(checkout)).toEqual({ 'a.txt': 'one\n' })
})

test('done means that the checkout holds the change', async () => {
  expect((await answered({ status: 'done', summary: 'By hand.' })).outcome).toEqual({ kind: 'proposed', summary: 'By hand.', family: null, evidence: [], edits: [] })
})

test('files of the answer are handed on, to be made on top of what the checkout holds', async () => {
  const edits = [{ action: 'write', path: 'b.txt', content: 'two\n' }]
  const { outcome, files } = await answered({ status: 'done', summary: 'By file.', files: edits })
  expect(outcome).toMatchObject({ kind: 'proposed', edits })
  expect(files).toEqual({ 'a.txt': 'one\n' })
})

test('failed is a failure in the words of whoever gave up', async () => {
  expect((await answered({ status: 'failed', summary: 'Cannot be done.' })).outcome).toMatchObject({ failure: 'builder_error', message: 'Cannot be done.' })
})

test.each([
  ['half a document', '{"status": "done",'],
  ['an unknown status', { status: 'ok', summary: '' }],
  ['an unknown key', { status: 'done', summary: '', patch: '' }],
])('%s is a failure of format', async (_, answer) => {
  expect((await answered(answer)).outcome).toMatchObject({ failure: 'format', message: expect.stringContaining('phase_result.json') })
})

test('an answer too large to be one is not read', async () => {
  const checkout = await checkoutWith({})
  const answerTo = join(dirname(checkout), 'phase_result.json')
  await writeFile(answerTo, '')
  await truncate(answerTo, 17 * 1024 * 1024)
  expect(await builder.build(requestFor(checkout), sceneWith(() => '').context)).toMatchObject({ failure: 'format', message: expect.stringContaining('bytes') })
})
