import type { ConformanceCase } from './conformance-case.ts'
import { captureCases } from './workspace/capture-cases.ts'
import { checkoutCases } from './workspace/checkout-cases.ts'
import { preparationCases } from './workspace/preparation-cases.ts'
import { workspaceCases } from './workspace/workspace-case.ts'
import type { WorkspaceConformanceOptions } from './workspace/workspace-subject.ts'

export type { WorkspaceConformanceOptions, WorkspaceSubject } from './workspace/workspace-subject.ts'

/** What every `Workspace` must do, as cases for any test runner; each on a workspace of its own. */
export function workspaceConformance(options: WorkspaceConformanceOptions): readonly ConformanceCase[] {
  const on = workspaceCases(options)
  return [...checkoutCases(on), ...captureCases(on), ...preparationCases(on)]
}
