import { expect, test } from 'vitest'
import { createScriptedModel } from '../scripted-model.ts'

const post = async (url: string, body: object): Promise<string> => (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text()

test('one server answers in the protocol it is asked in, streamed or whole', async () => {
  await using model = createScriptedModel({ respond: ({ protocol }) => `hello from ${protocol}` })
  const message = { model: 'm', max_tokens: 5, messages: [{ role: 'user', content: 'Hi' }] }
  const content = { contents: [{ parts: [{ text: 'Hi' }] }] }
  const [anthropic, google] = [await model.start('anthropic'), `${await model.start('google')}/v1beta/models/m`]
  expect(JSON.parse(await post(`${anthropic}/v1/messages`, message))).toMatchObject({ content: [{ text: 'hello from anthropic' }], stop_reason: 'end_turn' })
  expect(await post(`${anthropic}/v1/messages`, { ...message, stream: true })).toMatch(/^event: message_start\n[^]*hello from anthropic[^]*event: message_stop\n/)
  expect(JSON.parse(await post(`${google}:generateContent`, content))).toMatchObject({ candidates: [{ content: { parts: [{ text: 'hello from google' }] }, finishReason: 'STOP' }] })
  expect(await post(`${google}:streamGenerateContent?alt=sse`, content)).toMatch(/^data: \{"candidates"[^]*hello from google[^]*"finishReason":"STOP"/)
  expect(model.requests.map(({ protocol, model: asked, prompt }) => [protocol, asked, prompt])).toEqual(['anthropic', 'anthropic', 'google', 'google'].map((protocol) => [protocol, 'm', 'Hi']))
})

test('a tool that is forced is answered as one', async () => {
  await using model = createScriptedModel({ respond: ['{"a":1}'] })
  const body = { model: 'm', max_tokens: 5, messages: [], tools: [{ name: 'answer', input_schema: {} }], tool_choice: { type: 'tool', name: 'answer' } }
  expect(JSON.parse(await post(`${await model.start('anthropic')}/v1/messages`, body))).toMatchObject({ content: [{ type: 'tool_use', name: 'answer', input: { a: 1 } }], stop_reason: 'tool_use' })
  expect(model.requests[0]?.schemaName).toBe('answer')
})
