/** A place in a change that cannot be read or applied. Thrown inside this package, never out of it. */
export class ChangeProblem extends Error {
  override readonly name = 'ChangeProblem'
}

/** A problem with the line it is on, from 1. */
export function problemAt(line: number, message: string): ChangeProblem {
  return new ChangeProblem(`line ${line}: ${message}`)
}
