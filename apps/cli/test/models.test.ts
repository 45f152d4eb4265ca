import { createScriptedModel, requestProblems, type ScriptedModel } from '@autopack/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, createBench } from './bench.ts'

const secret = 'sk-test-0123456789abcdef'

describe('a run with models', () => {
  let bench: Bench
  let root: string
  let plan: string
  let models: ScriptedModel

  beforeAll(async () => {
    bench = createBench()
    root = bench.repository('hello')
    models = createScriptedModel({
      respond: ({ schemaName }) => ({
        text: JSON.stringify(schemaName === 'audit' ? { verdict: 'approve', findings: [{ severity: 'minor', file: 'note.md', line: 1, category: 'style', message: 'Terse\u001b[2J.', evidence: '', confidence: 0.5 }] } : { summary: 'A note.', files: [{ action: 'write', path: 'note.md', content: 'hi\n' }] }),
        usage: { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1200 },
      }),
    })
    const baseUrl = await models.start()
    const model = (family: string): object => ({ provider: 'local', name: family, family, billing: 'metered', maxOutputTokens: 1000 })
    const chain = (name: string): object => ({ low: [name], medium: [name], high: [name] })
    bench.write('hello/.autopack/models.yaml', JSON.stringify({ version: 1, providers: { local: { kind: 'openai', baseUrl, apiKeyEnv: 'LOCAL_KEY' } }, models: { writer: model('oak'), reviewer: model('elm') }, roles: { builder: chain('writer'), auditor: chain('reviewer') }, escalateAfter: 1 }))
    bench.write('hello/.autopack/pricing.yaml', JSON.stringify({ version: 1, prices: { writer: { input: 1, output: 10 }, reviewer: { input: 1, output: 10 } } }))
    plan = bench.write('plan.json', JSON.stringify({ version: 1, project: 'hello', tiers: [{ id: 'base', phases: [{ id: 'note', category: 'docs', goal: 'Leave a note.', scope: ['*.md'], ci: 'none' }] }] }))
  })
  afterAll(async () => {
    await models.close()
    bench.remove()
  })

  const withKey = (): { environment: Bench['environment'] } => ({ environment: { ...bench.environment, LOCAL_KEY_FILE: bench.write('key', `${secret}\n`) } })

  it('prices what it may cost before anything is spent', async () => {
    const dry = await bench.with(withKey(), root, 'run', plan, '--dry-run', '--max-usd', '2')
    expect(dry.stdout).toMatch(/Price +between \$0 and \$2\.00/)
    expect(models.requests).toHaveLength(0)
  })

  it('tells calls, money and verdicts, sends the key from its file and prints it nowhere', async () => {
    const ran = await bench.with(withKey(), root, 'run', plan, '--run-id', 'paid')
    expect(ran.stderr).toMatch(/answered: 1\.2k tokens, \$0\.0030/)
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/✔ note .*2\.4k tok +\$0\.0060 +no CI · audited by reviewer · \+1 −0/)
    expect(ran.stdout).toContain('$0.0060 of $10.00 · 2.4k of 5M tokens in 2 calls')
    expect(models.requests.map(({ schemaName, body }) => [schemaName, requestProblems(body, 'vllm')])).toEqual([['change', []], ['audit', []]])
    expect(new Set(models.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${secret}`]))

    const said = await Promise.all([['logs', 'paid'], ['show', 'paid', '--json'], ['watch', 'paid', '--json']].map(async (args) => bench.autopack(root, ...args)))
    for (const { stdout, stderr } of [ran, ...said]) expect(stdout + stderr).not.toContain(secret)
  })

  it('divides usage by role, phase and model, beside their caps', async () => {
    const { stdout } = await bench.autopack(root, 'usage', 'paid')
    for (const line of [/role +builder +1 call +1\.2k of 150k tok +\$0\.0030/, / auditor +1 call +1\.2k of 50k tok/, /phase +note +2 calls +2\.4k of 200k tok +\$0\.0060/, /model +writer +1 call/, / reviewer +1 call/]) expect(stdout).toMatch(line)
  })

  it('lists what the auditor found, harmlessly', async () => {
    const { stdout } = await bench.autopack(root, 'issues', 'paid')
    expect(stdout).toMatch(/^minor +note +audit: style +note\.md: Terse\.\n$/)
    expect((await bench.autopack(root, 'issues', 'paid', '--json')).stdout).toContain('"severity":"minor"')
  })

  it('keeps the words of every model', async () => {
    const { stdout } = await bench.autopack(root, 'logs', 'paid')
    expect(stdout).toMatch(/── note, attempt 1: writer answered\n.*"summary":"A note\."/)
    expect(stdout).toMatch(/── note, attempt 1: audit\napprove by reviewer\nminor note\.md:1 Terse/)
  })

  it('ends with 4 where the key is refused', async () => {
    models.inject('unauthorized')
    const ran = await bench.with(withKey(), root, 'run', plan, '--run-id', 'refused')
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('call failed (auth)'), stdout: expect.stringMatching(/mend the key in [A-Z_]+, or its account\n[^\n]*autopack retry refused/) })
    expect((await bench.autopack(root, 'logs', 'refused')).stdout).toContain('── note, attempt 1: writer failed (auth)\nlocal: 401')
  })

  it('ends with 5 where the money is used up before the first call', async () => {
    const before = models.requests.length
    const ran = await bench.with(withKey(), root, 'run', plan, '--run-id', 'poor', '--max-usd', '0.000001')
    expect(ran).toMatchObject({ code: 5, stdout: expect.stringContaining('run.usd') })
    expect(models.requests).toHaveLength(before)
  })
})
