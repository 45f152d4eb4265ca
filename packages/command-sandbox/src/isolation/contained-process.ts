/** What is started on the host. */
export interface ContainedProcess {
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** What can be read on descriptor 4 and those after it. */
  readonly inputs: readonly Uint8Array[]
}
