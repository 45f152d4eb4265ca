import { initial } from './001-initial.ts'
import type { Migration } from './migration.ts'

/** In order; a store's version is how many of them it has seen. */
export const migrations: readonly Migration[] = [initial]
