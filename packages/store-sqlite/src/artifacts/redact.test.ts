import { describe, expect, it } from 'vitest'
import { createRedactor } from './redact.ts'

const redact = createRedactor(['hunter2-hunter2', 'short', 'hunter2-hunter2-longer'])

describe('redaction', () => {
  it.each([
    ['a known secret', 'password=hunter2-hunter2;', 'password=[redacted:secret];'],
    ['the longer of two', 'hunter2-hunter2-longer', '[redacted:secret]'],
    ['an API key', `key sk-proj-${'aB3_'.repeat(10)} end`, 'key [redacted:api-key] end'],
    ['an Anthropic key', `"sk-ant-api03-${'x'.repeat(40)}"`, '"[redacted:api-key]"'],
    ['a payment key', `sk_live_${'4eC39HqL'.repeat(3)}`, '[redacted:stripe-key]'],
    ['a GitHub token', `ghp_${'a1B2'.repeat(9)}`, '[redacted:github-token]'],
    ['a fine-grained GitHub token', `github_pat_${'a1B2_'.repeat(9)}`, '[redacted:github-token]'],
    ['a GitLab token', `glpat-${'a1B2'.repeat(5)}`, '[redacted:gitlab-token]'],
    ['an npm token', `npm_${'a1B2'.repeat(9)}`, '[redacted:npm-token]'],
    ['a Slack token', 'xoxb-123456789012-abcdef', '[redacted:slack-token]'],
    ['an AWS key', 'AKIAIOSFODNN7EXAMPLE', '[redacted:aws-access-key]'],
    ['a Google key', `AIza${'a1B2-'.repeat(7)}`, '[redacted:google-key]'],
    ['a bearer token', 'authorization: bearer abcdef0123456789', 'authorization: bearer [redacted:authorization]'],
    ['a basic credential', 'Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: Basic [redacted:authorization]'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\n', '[redacted:private-key]\n'],
    ['a private key inside JSON', '"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n"', '"[redacted:private-key]\\n"'],
    ['a private key that was cut', `-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(20)}`, '[redacted:private-key]'],
  ])('hides %s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected)
    expect(redact(redact(text))).toBe(expected)
  })

  it.each([
    ['a word that begins like a key', 'task-runner-with-a-very-long-name-indeed'],
    ['a short placeholder', 'sk-your-key'],
    ['prose', 'the bearer of this letter; basic arithmetic'],
    ['a value too short to be a secret', 'short'],
    ['source code about keys', "if (text.includes('-----BEGIN PRIVATE KEY-----')) return"],
    ['a hash', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('leaves %s alone', (_what, text) => {
    expect(redact(text)).toBe(text)
  })

  it.each(['-----BEGIN PRIVATE KEY-----', 'sk-', 'Bearer ', 'xoxb-', '-----BEGIN ', '-----BEGIN PRIVATE KEY-----a-b'])('takes time in proportion to the text, whatever it is (%j)', (part) => {
    const text = part.repeat(2_000_000 / part.length)
    const start = performance.now()
    redact(text)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
