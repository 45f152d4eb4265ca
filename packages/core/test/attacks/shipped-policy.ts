import { readFileSync } from 'node:fs'
import { policyFileSchema, type ChangePolicy } from '@autopack/contracts'
import { parse } from 'yaml'

const file = policyFileSchema.parse(parse(readFileSync(new URL('../../../../config/policy.yaml', import.meta.url), 'utf8')))

/** As it is shipped, for a plan's phase. */
export const shippedPolicy: ChangePolicy = { digest: 'shipped', classes: Object.entries(file.classes).map(([name, globs]) => ({ name, globs, verdict: file.runTypes.project_build[name] ?? 'deny' })), allowPaths: [], limits: file.limits }
