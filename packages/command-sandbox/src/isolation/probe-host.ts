/** What a probe may use of the host. */
export interface ProbeHost {
  readonly platform: NodeJS.Platform
  /** Folders to look for the host's tools in. */
  readonly path: readonly string[]
  /** Absolute; an existing folder for temporary files. */
  readonly temporary: string
  /** As Node names it. Default: that of this process. */
  readonly architecture?: string
}
