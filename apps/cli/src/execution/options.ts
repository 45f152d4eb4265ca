import type { Location } from '../drawing/invocation.ts'

export interface ExecutionOptions extends Location {
  readonly wait?: true
  readonly json?: true
}
