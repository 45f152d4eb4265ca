import { afterEach, expect, test } from 'vitest'
import { createScriptedModel, type ScriptedModel, type ScriptedReply } from './scripted-model.ts'

const started: ScriptedModel[] = []
afterEach(async () => {
  for (const model of started.splice(0)) await model.close()
})

function scripted(...replies: ScriptedReply[]): ScriptedModel {
  const model = createScriptedModel({ respond: replies })
  started.push(model)
  return model
}

async function complete(base: string, extra: object = {}): Promise<Response> {
  return fetch(`${base}/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...extra }) })
}

test('answers in order, with a usage, and says when the script is over', async () => {
  const model = scripted('one', 'two')
  const base = await model.start()
  expect(await (await complete(base)).json()).toMatchObject({ model: 'm', choices: [{ message: { content: 'one' }, finish_reason: 'stop' }], usage: { completion_tokens: 1 } })
  expect(await (await complete(base)).json()).toMatchObject({ choices: [{ message: { content: 'two' } }] })
  const over = await complete(base)
  expect(over.status).toBe(400)
  expect(await over.text()).toContain('no answer left for request 3')
  expect(model.requests.map((request) => request.prompt)).toEqual(['Hello', 'Hello', 'Hello'])
})

test('streams pieces, a finish, the usage when it is asked for, and an end', async () => {
  const base = await scripted('ü'.repeat(30)).start()
  const text = await (await complete(base, { stream: true, stream_options: { include_usage: true } })).text()
  const events = text.split('\n\n').filter(Boolean)
  expect(events.at(-1)).toBe('data: [DONE]')
  expect(events.at(-2)).toContain('"completion_tokens":15')
  expect(text).toContain(`"content":"${'ü'.repeat(24)}"`)
  expect(text).toContain(`"content":"${'ü'.repeat(6)}"`)
})

test('an injected fault meets one request and does not use up the script', async () => {
  const model = scripted('one')
  const base = await model.start()
  model.inject({ fault: 'rate-limited', resetAfterMs: 1500 })
  const refused = await complete(base)
  expect([refused.status, refused.headers.get('retry-after-ms'), refused.headers.get('retry-after')]).toEqual([429, '1500', '2'])
  expect((await complete(base)).status).toBe(200)
})

test('starting twice is one server, and closing twice ends it with its open connections', async () => {
  const model = scripted({ fault: 'hung-socket' })
  const base = await model.start()
  expect(await model.start()).toBe(base)
  const hung = complete(base).catch(() => 'ended')
  while (model.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await model.close()
  await model.close()
  expect(await hung).toBe('ended')
  expect(await complete(base).catch(() => 'refused')).toBe('refused')
})

test('tells with which key it was asked', async () => {
  const model = scripted('one', 'two')
  const base = await model.start()
  await complete(base)
  await fetch(`${base}/chat/completions`, { method: 'POST', headers: { authorization: 'Bearer sk-x' }, body: JSON.stringify({ model: 'm', messages: [] }) })
  expect(model.requests.map((request) => request.authorization)).toEqual([null, 'Bearer sk-x'])
})

test('lists its models', async () => {
  const base = await scripted().start()
  expect(await (await fetch(`${base}/models`)).json()).toMatchObject({ object: 'list', data: [{ id: 'scripted' }] })
})
