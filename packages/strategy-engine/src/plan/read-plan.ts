import type { Plan } from '@autopack/contracts'
import { planSchema } from '@autopack/contracts'
import type { Source } from '../document/parse-document.ts'
import type { InvalidDocument } from '../document/read-configuration.ts'
import { readConfiguration } from '../document/read-configuration.ts'
import type { Locate } from '../problem/problem.ts'
import { checkDependencies } from './check-dependencies.ts'
import { checkEnvironment, checkSurroundings } from './check-environment.ts'
import { checkIdentifiers } from './check-identifiers.ts'
import { checkPaths } from './check-paths.ts'

/** A plan that is right in itself; `checkPlan` says whether it fits a project. */
export interface PlanDocument {
  readonly kind: 'plan'
  readonly plan: Plan
  readonly file: string
  readonly locate: Locate
}

const checks = [checkIdentifiers, checkDependencies, checkPaths, checkEnvironment, checkSurroundings]

/** Reads a plan in YAML or JSON. All problems are returned at once, in the order of the text. */
export function readPlan(source: Source): PlanDocument | InvalidDocument {
  const read = readConfiguration(planSchema, source, checks)
  if (read.kind === 'invalid') return read
  return { kind: 'plan', plan: read.value, file: read.file, locate: read.locate }
}
