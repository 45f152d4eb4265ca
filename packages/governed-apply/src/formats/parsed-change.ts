import type { FileOperation } from '@autopack/contracts'

/** `edits`: JSON of whole files, exact edits, deletes and renames. The diffs: as `diff -u` and `git diff` write them, with `a/` and `b/`. */
export const changeFormats = ['edits', 'unified-diff', 'git-diff'] as const
export type ChangeFormat = (typeof changeFormats)[number]

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'deleted'
  /** Without its line feed; a carriage return is part of it. */
  readonly text: string
  /** False: the file ends here without a line feed. */
  readonly terminated: boolean
}

export interface Hunk {
  /** From 1; with no lines on a side, the line before. */
  readonly oldStart: number
  readonly newStart: number
  readonly lines: readonly HunkLine[]
}

/** One file of a diff. `from` is null for a new file, `to` for a deleted one; they differ for a rename. */
export interface FilePatch {
  readonly from: string | null
  readonly to: string | null
  /** Octal, as git writes them; null where the diff does not say. */
  readonly oldMode: string | null
  readonly newMode: string | null
  readonly hunks: readonly Hunk[]
}

export type ParsedChange =
  | { readonly format: 'edits'; readonly files: readonly FileOperation[] }
  | { readonly format: 'unified-diff' | 'git-diff'; readonly files: readonly FilePatch[] }

/** Every path a change names. */
export function pathsOf(parsed: ParsedChange): readonly string[] {
  if (parsed.format === 'edits') return parsed.files.flatMap((file) => (file.action === 'rename' ? [file.path, file.to] : [file.path]))
  return parsed.files.flatMap(({ from, to }) => [...new Set([from, to])].filter((path) => path !== null))
}

/** Those of them where a file is when the change is done. */
export function pathsLeftBy(parsed: ParsedChange): readonly string[] {
  if (parsed.format === 'edits') return parsed.files.flatMap((file) => (file.action === 'rename' ? [file.to] : file.action === 'delete' ? [] : [file.path]))
  return parsed.files.flatMap(({ to }) => (to === null ? [] : [to]))
}
