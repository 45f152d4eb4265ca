import type { ArtifactReference } from '@autopack/contracts'
import type { Autopack } from '@autopack/core'

/** One text of evidence with its heading; the body is null where it was erased. */
export interface LogEntry {
  readonly title: string
  readonly body: string | null
}

/** A run's kept bodies. */
export interface Evidence {
  readonly autopack: Autopack
  readonly run: string
}

export async function textOf({ autopack, run }: Evidence, reference: ArtifactReference): Promise<string | null> {
  const body = await autopack.artifact(run, reference.hash)
  return body === null ? null : new TextDecoder().decode(body)
}

export async function entryOf(evidence: Evidence, title: string, reference: ArtifactReference): Promise<LogEntry> {
  return { title: `${title}: ${reference.name}`, body: await textOf(evidence, reference) }
}
