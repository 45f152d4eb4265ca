import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './bench.ts'

const workspace = fileURLToPath(new URL('../../..', import.meta.url))

/** Copies the example that the README prints, its plan and the two tools it names; returns the plan. */
export function writeExamplePlan(bench: Bench, folder: string): string {
  cpSync(join(workspace, 'examples/hello'), join(bench.folder, folder), { recursive: true })
  return join(bench.folder, folder, 'plan.yaml')
}

/** The plan as it lies there, and as the README prints it. */
export function examplePlans(): readonly (string | undefined)[] {
  const readme = readFileSync(join(workspace, 'README.md'), 'utf8')
  return [readFileSync(join(workspace, 'examples/hello/plan.yaml'), 'utf8'), /^```yaml\n(.*?)^```/ms.exec(readme)?.[1]]
}
