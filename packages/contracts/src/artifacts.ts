/** SHA-256 of the bytes as stored, lower-case hex. */
export type ArtifactHash = string

export interface ArtifactReference {
  readonly hash: ArtifactHash
  readonly bytes: number
  readonly mediaType: string
  /** What it is, for a person: `change.diff`, `ci-output.txt`, `model-answer.json`. */
  readonly name: string
}

/** Content-addressed, erasable bodies. Contract 1. */
export interface ArtifactStore {
  readonly contract: 1
  /** Redacts, hashes, writes (fsync, rename), returns the reference. Idempotent. Throws on a full or read-only disk. */
  put(run: string, artifact: { readonly name: string; readonly mediaType: string; readonly body: string | Uint8Array }): Promise<ArtifactReference>
  /** The bytes, or null where they were erased or never written. */
  get(run: string, hash: ArtifactHash): Promise<Uint8Array | null>
  list(run: string): Promise<readonly ArtifactReference[]>
  /** Removes all bodies of a run except `keep`. Idempotent. Returns the bytes freed. */
  erase(run: string, keep: ReadonlySet<ArtifactHash>): Promise<number>
}
