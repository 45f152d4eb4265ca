import type { ObjectId, Repository } from '@autopack/contracts'

export interface RepositorySubject {
  readonly repository: Repository
  /** Commit of `repositoryFiles` on the branch `main`, which is checked out and clean. */
  readonly base: ObjectId
  remove(): Promise<void>
}

export interface RepositoryConformanceOptions {
  /** A fresh repository with one commit of `files`, all of mode 100644, on branch `main`. */
  readonly create: (files: Readonly<Record<string, string>>) => Promise<RepositorySubject>
}

/** What the repository under test holds. */
export const repositoryFiles: Readonly<Record<string, string>> = {
  '.gitignore': '# built\nnode_modules/\n*.log\n',
  'README.md': '# Grüße, 世界 🌍\n',
  'package-lock.json': '{}\n',
  'src/[id].js': 'page\n',
  'src/a.js': 'one\ntwo\nthree\n',
  'src/tab\there.js': 'odd\n',
}
