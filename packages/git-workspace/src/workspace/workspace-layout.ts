import { AutopackError } from '@autopack/contracts'
import { basename, dirname, join } from 'node:path'

/** Where everything lies below the workspace's folder. */
export interface WorkspaceLayout {
  readonly directory: string
  /** The engine's own git directory, shared by all checkouts and seen by no builder. */
  readonly gitDirectory: string
  readonly checkouts: string
  /** The folder that belongs to a checkout alone; its working tree is inside. */
  home(name: string): string
  checkout(name: string): string
  /** Name of the checkout whose working tree is at `path`. */
  nameOf(path: string): string
  /** The engine's index of a checkout. */
  index(name: string): string
  /** Patterns of files that `create` copied in, which are no part of a change. */
  excludes(name: string): string
  prepared(key: string): string
}

export function workspaceLayout(directory: string): WorkspaceLayout {
  const gitDirectory = join(directory, 'engine')
  return {
    directory,
    gitDirectory,
    checkouts: join(directory, 'checkouts'),
    home: (name) => join(directory, 'checkouts', plainName(name)),
    checkout: (name) => join(directory, 'checkouts', plainName(name), 'checkout'),
    nameOf: (path) => basename(dirname(path)),
    index: (name) => join(gitDirectory, 'indexes', plainName(name)),
    excludes: (name) => join(gitDirectory, 'excludes', plainName(name)),
    prepared: (key) => join(directory, 'prepared', plainName(key)),
  }
}

function plainName(name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(name)) return name
  throw new AutopackError({
    code: 'AUTOPACK_WORKSPACE_NAME',
    message: `"${name}" cannot name a checkout; use letters, digits, dots, dashes and underscores, no dot at the start, at most 200`,
    details: { name },
  })
}
