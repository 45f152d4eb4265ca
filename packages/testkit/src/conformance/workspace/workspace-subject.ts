import type { ObjectId, Repository, Workspace } from '@autopack/contracts'

export interface WorkspaceSubject {
  readonly workspace: Workspace
  readonly repository: Repository
  /** Commit of `workspaceFiles`; `identity.root` is a real folder that may be written to. */
  readonly base: ObjectId
  remove(): Promise<void>
}

export interface WorkspaceConformanceOptions {
  /** A fresh workspace of a fresh repository with one commit of `files`, all of mode 100644. */
  readonly create: (files: Readonly<Record<string, string>>) => Promise<WorkspaceSubject>
}

/** What the repository under test holds. */
export const workspaceFiles: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules/\n*.log\n',
  'README.md': '# Grüße, 世界 🌍\r\nno newline at the end',
  'package-lock.json': '{}\n',
  'src/a.js': 'one\ntwo\n',
  'src/gone.js': 'gone\n',
}
