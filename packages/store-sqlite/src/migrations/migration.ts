/** One step of the schema. A published migration never changes; a new one is added after it. */
export interface Migration {
  /** The first version of Autopack that can use a store with this step. */
  readonly since: string
  readonly sql: string
}
