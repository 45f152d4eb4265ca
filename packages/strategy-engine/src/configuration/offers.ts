import type { Plan, ProjectConfiguration } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import type { Path } from '../problem/path.ts'
import type { Layers } from './layers.ts'
import type { Offer, Setting } from './setting.ts'
import { offer } from './setting.ts'

/** What the plan says of a value. */
export function fromPlan<T>(layers: Layers, path: Path, read: (plan: Plan) => T | undefined): Offer<T> {
  return layers.plan === null ? null : offer('plan', layers.plan, path, read(layers.plan.plan))
}

/** What the project's configuration says of a value. */
export function fromProject<T>(layers: Layers, path: Path, read: (project: ProjectConfiguration) => T | undefined): Offer<T> {
  return layers.project === null ? null : offer('project', layers.project, path, read(layers.project.value))
}

/** What plan and project, which spell it alike, say of a value; the plan first. */
export function fromPlanOrProject<T>(layers: Layers, path: Path, read: (value: Plan | ProjectConfiguration) => T | undefined): Offer<T> {
  return fromPlan(layers, path, read) ?? fromProject(layers, path, read)
}

/** What is shipped always has an answer. */
export function shipped<T, File>(file: Configuration<File>, path: Path, read: (value: File) => T): Setting<T> {
  return { value: read(file.value), layer: 'shipped', document: file, path }
}
