import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { BuildContext, BuildRequest, PhaseSlice } from '@autopack/contracts'
import { createMemoryArtifacts, createScriptedClient, sampleStrategy, type PhaseSample, type ScriptedClient, type ScriptedClientOptions } from '@autopack/testkit'
import { onTestFinished } from 'vitest'

/** A checkout of its own, removed after the test; its parent is private to it, as an attempt's is. */
export async function checkoutWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'autopack-agents-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const checkout = join(folder, 'checkout')
  await mkdir(checkout)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(checkout, path)), { recursive: true })
    await writeFile(join(checkout, path), content)
  }
  return checkout
}

/** Every file of a checkout with its text. */
export async function filesOf(checkout: string): Promise<Record<string, string>> {
  const entries = await readdir(checkout, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path.slice(checkout.length + 1), await readFile(path, 'utf8')] as const)))
}

export function phaseOf(sample: Partial<PhaseSample> = {}): PhaseSlice {
  const [phase] = sampleStrategy({ tiers: { base: [{ id: 'add-function', goal: 'Add a function that greets.', ...sample }] } }).tiers[0]?.phases ?? []
  if (phase === undefined) throw new Error('the sample has no phase')
  return phase
}

export function requestFor(checkout: string, changes: Partial<BuildRequest> = {}): BuildRequest {
  return { run: 'run-1', phase: phaseOf(), attempt: 1, failedAttempts: 0, hints: [], checkout, planDirectory: '/plans/hello', timeoutMs: 60_000, marker: 'run-1:1:build', ...changes }
}

export interface Scene {
  readonly client: ScriptedClient
  readonly context: BuildContext
  /** Names and bodies of what was kept. */
  readonly kept: ReadonlyMap<string, string>
}

const silent = { intent: async () => undefined, outcome: async () => undefined }

/** A context whose model a function answers. */
export function sceneWith(respond: ScriptedClientOptions['respond']): Scene {
  const client = createScriptedClient({ respond })
  const { signal } = new AbortController()
  const artifacts = createMemoryArtifacts()
  const kept = new Map<string, string>()
  const context: BuildContext = {
    signal,
    model: {
      call: async (request) => client.call({ id: 'run-1/a/1', run: 'run-1', phase: 'a', request, scopes: [] }, silent, signal),
    },
    async keep(name, mediaType, body) {
      kept.set(name, body)
      return artifacts.put('run-1', { name, mediaType, body })
    },
  }
  return { client, context, kept }
}
