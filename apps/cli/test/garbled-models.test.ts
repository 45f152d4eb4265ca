import { createScriptedModel, type ScriptedModel } from '@autopack/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench } from './bench.ts'

const good = JSON.stringify({ summary: 'A note.', files: [{ action: 'write', path: 'note.md', content: 'Grüße, 世界 🌍\n' }] })

const writing = (...paths: readonly string[]): string => JSON.stringify({ summary: 'A note.', files: paths.map((path) => ({ action: 'write', path, content: 'x' })) })

describe('what a model may answer', () => {
  let bench: Bench
  let root: string
  let models: ScriptedModel
  let answer: string

  beforeAll(async () => {
    bench = createBench()
    root = bench.repository('hello')
    models = createScriptedModel({ respond: () => answer })
    const chain = { low: ['writer'], medium: ['writer'], high: ['writer'] }
    const provider = { kind: 'openai', baseUrl: await models.start() }
    const writer = { provider: 'local', name: 'oak', family: 'oak', billing: 'free', maxOutputTokens: 1000 }
    bench.write('hello/.autopack/models.yaml', JSON.stringify({ version: 1, providers: { local: provider }, models: { writer }, roles: { builder: chain }, escalateAfter: 1 }))
    bench.write('hello/.autopack/pricing.yaml', JSON.stringify({ version: 1, prices: {} }))
    bench.write('plan.json', JSON.stringify({ version: 1, project: 'hello', tiers: [{ id: 'base', phases: [{ id: 'note', category: 'docs', goal: 'Leave a note.', scope: ['*.md'], ci: 'none' }] }] }))
  })
  afterAll(async () => {
    await models.close()
    bench.remove()
  })

  it.each([
    ['garbage', 'I would rather not: <<<>>>'],
    ['half a JSON', good.slice(0, good.length / 2)],
    ['nothing', ''],
    ['no files', JSON.stringify({ summary: 'Done!', files: [] })],
    ['a path outside', writing('../note.md')],
    ['one file under two names', writing('note.md', 'NOTE.md')],
    ['half a character', writing('note.md').replace('x', '\\ud800')],
    ['an edit of nothing that is there', JSON.stringify({ summary: 'Edited.', files: [{ action: 'edit', path: 'README.md', edits: [{ search: 'nowhere', replace: 'x' }] }] })],
  ])('fails attempts that bring %s, and tells the next one why', async (name, text) => {
    answer = text
    const run = name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()
    const ran = await bench.autopack(root, 'run', `${bench.folder}/plan.json`, '--run-id', run)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/attempt 2/)
    expect(bench.git(root, 'branch', '--list', `autopack/${run}`)).toBe('')
    expect(models.requests.at(-1)?.prompt ?? '').toMatch(/failed/i)
  })

  it('takes an answer that is not ASCII as it is', async () => {
    answer = good
    expect((await bench.autopack(root, 'run', `${bench.folder}/plan.json`, '--run-id', 'unicode')).code).toBe(0)
    expect(bench.git(root, 'show', 'autopack/unicode:note.md')).toBe('Grüße, 世界 🌍')
  })
})
