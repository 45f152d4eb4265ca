import type { ConformanceCase } from './conformance-case.ts'
import { objectCases } from './repository/object-cases.ts'
import { promoteCases } from './repository/promote-cases.ts'
import { refCases } from './repository/ref-cases.ts'
import { repositoryCases } from './repository/repository-case.ts'
import type { RepositoryConformanceOptions } from './repository/repository-subject.ts'
import { treeCases } from './repository/tree-cases.ts'

export type { RepositoryConformanceOptions, RepositorySubject } from './repository/repository-subject.ts'

/** What every `Repository` must do, as cases for any test runner; each on a repository of its own. */
export function repositoryConformance(options: RepositoryConformanceOptions): readonly ConformanceCase[] {
  const on = repositoryCases(options)
  return [...objectCases(on), ...treeCases(on), ...refCases(on), ...promoteCases(on)]
}
