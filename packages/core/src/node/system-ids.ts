import { randomBytes } from 'node:crypto'
import type { IdSource } from '@autopack/contracts'

/** Names that sort by time and never meet: `run-20261121-1a2b3c`. */
export const systemIds: IdSource = {
  next: (kind) => {
    if (kind !== 'run') return `${kind}-${randomBytes(8).toString('hex')}`
    const day = new Date(Date.now()).toISOString().slice(0, 10).replaceAll('-', '')
    return `run-${day}-${randomBytes(3).toString('hex')}`
  },
}
