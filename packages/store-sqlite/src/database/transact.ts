import type { DatabaseSync } from 'node:sqlite'

/** Everything in `body`, or nothing. `body` is synchronous, so nothing else of this process gets in between. */
export function transact<T>(connection: DatabaseSync, body: () => T, begin: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE'): T {
  connection.exec(`BEGIN ${begin}`)
  try {
    const result = body()
    connection.exec('COMMIT')
    return result
  } catch (cause) {
    // a full disk has already rolled back by itself
    if (connection.isTransaction) connection.exec('ROLLBACK')
    throw cause
  }
}
