import assert from 'node:assert/strict'
import { hash as digest } from 'node:crypto'
import type { ArtifactReference, ArtifactStore } from '@autopack/contracts'
import type { ConformanceCase } from './conformance-case.ts'

export interface ArtifactConformanceOptions {
  /** A store of its own for each case. `limit`: the bytes of the largest artifact it keeps whole, where the implementation has one. */
  readonly open: (settings: { readonly secrets: readonly string[]; readonly limit: number }) => Promise<{ readonly artifacts: ArtifactStore; dispose(): Promise<void> }>
  readonly capabilities: {
    /** Known secrets and what looks like a credential never reach the store. */
    readonly redacts: boolean
    /** Larger artifacts are cut. */
    readonly truncates: boolean
  }
}

const SECRET = 'correct-horse "battery" staple'
const LIMIT = 2000

/** What every `ArtifactStore` must do, as cases for any test runner. */
export function artifactConformance({ open, capabilities }: ArtifactConformanceOptions): readonly ConformanceCase[] {
  const on = (name: string, body: (artifacts: ArtifactStore) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const subject = await open({ secrets: [SECRET], limit: LIMIT })
      try {
        await body(subject.artifacts)
      } finally {
        await subject.dispose()
      }
    },
  })
  return [...keeping(on), ...erasing(on), ...(capabilities.redacts ? redacting(on) : []), ...(capabilities.truncates ? truncating(on) : [])]
}

type On = (name: string, body: (artifacts: ArtifactStore) => Promise<void>) => ConformanceCase

function keeping(on: On): ConformanceCase[] {
  return [
    on('what was put is got back, under the hash of its bytes', async (artifacts) => {
      const text = await artifacts.put('run', { name: 'a.txt', mediaType: 'text/plain', body: 'Grüße 🌍' })
      assert.deepEqual(text, { name: 'a.txt', mediaType: 'text/plain', bytes: Buffer.byteLength('Grüße 🌍'), hash: digest('sha256', 'Grüße 🌍', 'hex') })
      assert.equal(await textOf(artifacts, text), 'Grüße 🌍')
    }),
    on('bytes that are no text come back as they were', async (artifacts) => {
      const body = Uint8Array.from({ length: 256 }, (_, index) => index)
      for (const mediaType of ['application/octet-stream', 'text/plain']) {
        const { hash } = await artifacts.put('run', { name: mediaType, mediaType, body })
        assert.deepEqual([...((await artifacts.get('run', hash)) ?? [])], [...body])
      }
    }),
    on('an empty body is a body', async (artifacts) => {
      const reference = await artifacts.put('run', { name: 'empty', mediaType: 'text/plain', body: '' })
      assert.equal(reference.bytes, 0)
      assert.equal(await textOf(artifacts, reference), '')
    }),
    on('putting the same again changes nothing', async (artifacts) => {
      const artifact = { name: 'a', mediaType: 'text/plain', body: 'same' }
      assert.deepEqual(await artifacts.put('run', artifact), await artifacts.put('run', artifact))
      assert.equal((await artifacts.list('run')).length, 1)
    }),
    on('many put at once are all there', async (artifacts) => {
      await Promise.all(Array.from({ length: 20 }, (_, index) => artifacts.put('run', { name: `n${index}`, mediaType: 'text/plain', body: `body ${index % 5}` })))
      assert.equal((await artifacts.list('run')).length, 20)
    }),
    on('the list keeps the order of writing and belongs to one run', async (artifacts) => {
      for (const name of ['c', 'a', 'b']) await artifacts.put('run', { name, mediaType: 'text/plain', body: name })
      await artifacts.put('other', { name: 'x', mediaType: 'text/plain', body: 'x' })
      assert.deepEqual((await artifacts.list('run')).map(({ name }) => name), ['c', 'a', 'b'])
      assert.deepEqual(await artifacts.list('none'), [])
    }),
    on('what was never written is null, whatever it is called', async (artifacts) => {
      const { hash } = await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'a' })
      assert.equal(await artifacts.get('other', hash), null)
      for (const unknown of ['0'.repeat(64), '', '../../journal.db', hash.toUpperCase()]) assert.equal(await artifacts.get('run', unknown), null)
    }),
  ]
}

function erasing(on: On): ConformanceCase[] {
  return [
    on('erasing keeps what it is told to keep and says how much it freed', async (artifacts) => {
      const kept = await artifacts.put('run', { name: 'kept', mediaType: 'text/plain', body: 'kept' })
      const gone = await artifacts.put('run', { name: 'gone', mediaType: 'text/plain', body: 'gone for good' })
      const other = await artifacts.put('other', { name: 'gone', mediaType: 'text/plain', body: 'gone for good' })
      assert.equal(await artifacts.erase('run', new Set([kept.hash])), gone.bytes)
      assert.equal(await artifacts.erase('run', new Set([kept.hash])), 0)
      assert.equal(await artifacts.get('run', gone.hash), null)
      assert.deepEqual(await artifacts.list('run'), [kept])
      assert.notEqual(await artifacts.get('other', other.hash), null)
    }),
    on('what was erased can be put again', async (artifacts) => {
      const artifact = { name: 'a', mediaType: 'text/plain', body: 'again' }
      await artifacts.put('run', artifact)
      await artifacts.erase('run', new Set())
      assert.equal(await textOf(artifacts, await artifacts.put('run', artifact)), 'again')
    }),
    on('erasing a run that has nothing frees nothing', async (artifacts) => {
      assert.equal(await artifacts.erase('run', new Set()), 0)
    }),
  ]
}

function redacting(on: On): ConformanceCase[] {
  const key = `sk-${'a1B2'.repeat(8)}`
  const token = `ghp_${'Z9y8'.repeat(9)}`
  return [
    on('known secrets and credentials do not reach the store, as text or as bytes', async (artifacts) => {
      const body = `one ${SECRET} two ${JSON.stringify({ value: SECRET })} three ${encodeURIComponent(SECRET)} ${key} ${token} Authorization: Bearer ${'t0k3n'.repeat(6)} end`
      for (const form of [body, Buffer.from(body)]) {
        const stored = await textOf(artifacts, await artifacts.put('run', { name: 'log', mediaType: 'text/plain', body: form }))
        for (const secret of [SECRET, 'battery', key, token, 't0k3nt0k3n']) assert.ok(!stored.includes(secret), `${secret} was stored in ${stored}`)
        assert.match(stored, /^one .* two .* three .* end$/)
      }
    }),
    on('redaction is deterministic and changes nothing the second time', async (artifacts) => {
      const first = await artifacts.put('run', { name: 'a', mediaType: 'application/json', body: JSON.stringify([key, SECRET]) })
      const second = await artifacts.put('run', { name: 'a', mediaType: 'application/json', body: await textOf(artifacts, first) })
      assert.deepEqual(second, first)
      assert.ok(Array.isArray(JSON.parse(await textOf(artifacts, first))))
    }),
    on('bytes that are no text are not touched', async (artifacts) => {
      const reference = await artifacts.put('run', { name: 'image', mediaType: 'image/png', body: Buffer.from(key) })
      assert.equal(await textOf(artifacts, reference), key)
    }),
  ]
}

function truncating(on: On): ConformanceCase[] {
  return [
    on('a body within the limit is whole', async (artifacts) => {
      assert.equal((await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body: 'x'.repeat(LIMIT) })).bytes, LIMIT)
    }),
    on('a larger one keeps its beginning and its end, and says what is missing', async (artifacts) => {
      const body = `start ${'ä🌍'.repeat(LIMIT)} end`
      const reference = await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body })
      const stored = await textOf(artifacts, reference)
      assert.ok(reference.bytes <= LIMIT && reference.bytes > LIMIT / 2)
      assert.match(stored, /^start ä[^]*\d+ bytes[^]* end$/)
      assert.ok(!stored.includes('\ufffd'), 'no character is split')
      assert.deepEqual(await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body }), reference)
    }),
    on('a secret across the cut does not stay behind in halves', async (artifacts) => {
      for (let shift = 0; shift < 60; shift += 7) {
        const body = `${'x'.repeat(LIMIT / 2 - 100 + shift)}${SECRET}${'y'.repeat(LIMIT)}`
        const stored = await textOf(artifacts, await artifacts.put('run', { name: 'a', mediaType: 'text/plain', body }))
        assert.ok(!stored.includes('corr'), stored)
      }
    }),
  ]
}

async function textOf(artifacts: ArtifactStore, { hash }: ArtifactReference): Promise<string> {
  const bytes = await artifacts.get('run', hash)
  assert.ok(bytes !== null, 'the artifact is there')
  return Buffer.from(bytes).toString('utf8')
}
