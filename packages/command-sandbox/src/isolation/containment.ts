/** How the processes of a command are held together, strongest first. */
export type Containment =
  /** Namespaces of its own for processes, mounts, network and users. `disableUserns`: it cannot make further ones. `filter`: of system calls. */
  | { readonly kind: 'bubblewrap'; readonly program: string; readonly disableUserns: boolean; readonly filter: Uint8Array | null }
  /** A process namespace of its own: nothing outlives the command. `prefix`: the argv that the command follows. */
  | { readonly kind: 'process-namespace'; readonly prefix: readonly [string, ...string[]] }
  /** A process group. `prefix`: what takes away the right to gain privileges, where the host has it. */
  | { readonly kind: 'process-group'; readonly prefix: readonly string[] }

/** What the probe found. */
export interface Isolation {
  readonly containment: Containment
  /** Nothing of level 1 holds: a command is root, or holds some of its capabilities, and nothing bounds it. Default: false. */
  readonly unbounded?: boolean
  readonly degradedBecause: readonly string[]
}
