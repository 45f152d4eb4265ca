import * as z from 'zod'
import { readPlace } from './place.ts'

const text = z.string().optional().catch(undefined)

/** YAML diagnostics of node's and of tap's runner; anything else in them is passed over. */
const schema = z
  .object({
    type: text,
    location: text,
    failureType: text,
    exitCode: z.number().optional().catch(undefined),
    signal: text,
    error: z.unknown(),
    message: text,
    stack: text,
    at: z.object({ fileName: text, file: text, lineNumber: z.number().optional(), line: z.number().optional() }).optional().catch(undefined),
  })
  .partial()
  .catch({})

export interface TapDiagnostics {
  readonly message: string
  readonly stack: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly isSuite: boolean
  /** A parent that failed by itself, not only because a subtest did. */
  readonly ownFailure: boolean
  /** A test file whose process failed: it could not be loaded, or it died. */
  readonly ofProcess: boolean
}

export function readDiagnostics(value: unknown): TapDiagnostics {
  const found = schema.parse(value ?? {})
  const at = found.location === undefined ? undefined : readPlace(found.location)
  const error = typeof found.error === 'string' ? found.error : undefined
  return {
    message: `${found.message ?? error ?? ''}${found.exitCode === undefined ? '' : ` (exit code ${found.exitCode})`}`.trim(),
    stack: found.stack ?? '',
    file: at?.file ?? found.at?.fileName ?? found.at?.file,
    line: at?.line ?? found.at?.lineNumber ?? found.at?.line,
    isSuite: found.type === 'suite',
    ownFailure: found.failureType !== undefined && found.failureType !== 'subtestsFailed',
    ofProcess: found.exitCode !== undefined || (found.signal !== undefined && error === 'test failed'),
  }
}
