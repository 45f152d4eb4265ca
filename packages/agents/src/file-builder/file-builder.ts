import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileOperationSchema, type BuildOutcome, type Builder, type BuildRequest } from '@autopack/contracts'
import * as z from 'zod'
import { readAnswer } from '../answer/read-answer.ts'
import { wireSchema } from '../answer/wire-schema.ts'

/** `phase_result.json`. Changes made in the checkout itself count too, and `files` are made on top of them, so they may be left out. */
export const phaseResultSchema = z.strictObject({
  status: z.enum(['done', 'failed']),
  summary: z.string(),
  files: z.array(fileOperationSchema).optional(),
})

const largestResult = 16 * 1024 * 1024

/**
 * Leaves the phase to a person or an editor: `pending_phase.json` beside the checkout says what is wanted, `phase_result.json`
 * beside it is the answer. Writers of the answer write it under another name and rename it, so that it is never seen half.
 */
export function createFileBuilder(): Builder {
  return {
    contract: 1,
    kind: 'file',
    async build(request) {
      const folder = dirname(request.checkout)
      const answerTo = join(folder, 'phase_result.json')
      const result = await readResult(answerTo)
      if (result !== null) return judge(result)
      const pending = join(folder, 'pending_phase.json')
      await writeWhole(pending, `${JSON.stringify(describe(request, answerTo), null, 2)}\n`)
      return { kind: 'waiting', message: `phase ${request.phase.id} waits for ${answerTo}; ${pending} says what is wanted` }
    },
  }
}

const how =
  'Change files in `checkout`, or list edits in the answer’s `files`; then write the answer as JSON of the schema `answer` under another name and rename it to `answerTo`. An answer that cannot be used costs nothing: correct it.'

function describe(request: BuildRequest, answerTo: string): object {
  const { id, category, goal, scope, deliverables } = request.phase
  const hints = request.hints.map((hint) => hint.text)
  return { version: 1, run: request.run, phase: id, attempt: request.attempt, category, goal, scope, deliverables, hints, checkout: request.checkout, answerTo, how, answer: wireSchema(phaseResultSchema) }
}

type Result = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too-large' }

function judge(result: Result): BuildOutcome {
  if (result.kind === 'too-large') return failed('format', `phase_result.json has more than ${largestResult} bytes; change large files in the checkout itself`)
  const read = readAnswer(result.text, phaseResultSchema)
  if (read.kind === 'unreadable') return failed('format', `phase_result.json: ${read.message}`)
  const { status, summary, files = [] } = read.value
  if (status === 'failed') return failed('builder_error', summary)
  return { kind: 'proposed', summary, family: null, evidence: [], edits: files }
}

function failed(failure: 'format' | 'builder_error', message: string): BuildOutcome {
  return { kind: 'failed', failure, message, evidence: [] }
}

/** Null until it exists. */
async function readResult(path: string): Promise<Result | null> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => null,
  )
  if (size === null) return null
  return size > largestResult ? { kind: 'too-large' } : { kind: 'text', text: await readFile(path, 'utf8') }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}
