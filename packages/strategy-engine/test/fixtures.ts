import { readFileSync } from 'node:fs'
import type { PolicyFile, ProjectConfiguration, StrategyFile } from '@autopack/contracts'
import { layerConfiguration, readPlan, readPolicyFile, readProjectConfiguration, readStrategyFile } from '../src/index.ts'
import type { Configuration, Flags, InvalidDocument, PlanDocument, Resolved } from '../src/index.ts'

/** The ruleset as it is shipped. */
export const strategyText: string = readFileSync(new URL('../../../config/strategy.yaml', import.meta.url), 'utf8')

export const policyText = `version: 1
classes:
  security: ["src/auth/**"]
  config: ["*.json"]
  source: ["**"]
runTypes:
  project_build: { security: ask, config: ask, source: allow }
  maintenance: { security: ask, config: deny, source: ask }
  self_upgrade: { security: allow, config: ask, source: allow }
limits: { files: 200, changedBytes: 5000000 }
`

/** A plan in which only the phases matter. */
export function planText(phases: string, head = 'ci: { normal: [{ run: ["npm", "test"] }] }'): string {
  const indented = phases.replaceAll(/^/gm, '      ')
  return `version: 1\nproject: hello\n${head}\ntiers:\n  - id: base\n    phases:\n${indented}\n`
}

/** What a reader accepted; a test that gives it a wrong text fails with the problems. */
function accepted<T extends { readonly kind: string }>(read: T | InvalidDocument): T {
  if (isInvalid(read)) throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return read
}

function isInvalid(read: { readonly kind: string } | InvalidDocument): read is InvalidDocument {
  return read.kind === 'invalid'
}

export function plan(text: string): PlanDocument {
  return accepted(readPlan({ text, file: 'plan.yaml' }))
}

export function project(text: string): Configuration<ProjectConfiguration> {
  return accepted(readProjectConfiguration({ text, file: '.autopack/config.yaml' }))
}

/** The shipped ruleset and a small policy. */
export const shipped: { readonly strategy: Configuration<StrategyFile>; readonly policy: Configuration<PolicyFile> } = {
  strategy: accepted(readStrategyFile({ text: strategyText, file: 'strategy.yaml' })),
  policy: accepted(readPolicyFile({ text: policyText, file: 'policy.yaml' })),
}

/** All layers of a plan and, where given, a project. */
export function resolve(document: PlanDocument | null, projectText: string | null = null, flags: Flags = {}): Resolved {
  return layerConfiguration({ shipped, project: projectText === null ? null : project(projectText), plan: document, flags })
}
