import type { CommandRunner } from '@autopack/contracts'
import { setImmediate as immediate } from 'node:timers/promises'
import { z } from 'zod'
import type { FoundErrors } from './found-errors.ts'

/** What Python's own parser says of a text; null when it could not tell, or is not there. */
export type PythonReader = (text: string) => Promise<FoundErrors | null>

/** Parses texts and runs none of them: null for each that is right, false for one that is too deep for the parser. */
const program = `
import ast, json, sys
def read(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return [getattr(error, "lineno", None) or 1, str(getattr(error, "msg", error))[:200]]
    except (RecursionError, MemoryError):
        return False
texts = json.load(sys.stdin.buffer)
print(json.dumps([".".join(map(str, sys.version_info[:2])), [read(text) for text in texts]]))
`

const answerSchema = z.tuple([z.string(), z.array(z.union([z.null(), z.literal(false), z.tuple([z.number(), z.string()])]))])

/** The host's own, then the system's: a version manager's may not run in a sandbox. */
const environments: readonly Readonly<Record<string, string>>[] = [{}, { PATH: '/usr/local/bin:/usr/bin:/bin' }]

/** Reads the texts of one moment with one process. Looks for Python when the first comes, and gives up on it for good where there is none. */
export function createPythonReader(runner: Pick<CommandRunner, 'run'>): PythonReader {
  let found: ReturnType<typeof find> | null = null
  const readAll = async (texts: readonly string[]): Promise<readonly (FoundErrors | null)[] | null> => {
    found ??= find(runner).catch((error: unknown) => {
      found = null
      throw error
    })
    const env = await found
    // what took too long may be there the next time
    if (env === 'late') found = null
    if (env === null || env === 'late') return null
    const answers = await read(runner, env, texts)
    return answers === 'late' ? null : answers
  }
  let batch: Batch | null = null
  return async (text) => {
    const own = (batch ??= open(async (texts) => ((batch = null), readAll(texts))))
    const index = own.texts.push(text) - 1
    return (await own.answers)?.[index] ?? null
  }
}

interface Batch {
  readonly texts: string[]
  readonly answers: Promise<readonly (FoundErrors | null)[] | null>
}

/** Texts that are read together when this moment is over. */
function open(readAll: (texts: readonly string[]) => Promise<readonly (FoundErrors | null)[] | null>): Batch {
  const texts: string[] = []
  return { texts, answers: immediate().then(() => readAll(texts)) }
}

/** How Python is found; null where there is none, `late` where that took too long to say. */
async function find(runner: Pick<CommandRunner, 'run'>): Promise<Readonly<Record<string, string>> | 'late' | null> {
  for (const env of environments) {
    const answer = await read(runner, env, [])
    if (answer === 'late') return 'late'
    if (answer !== null) return env
  }
  return null
}

async function read(runner: Pick<CommandRunner, 'run'>, env: Readonly<Record<string, string>>, texts: readonly string[]): Promise<readonly (FoundErrors | null)[] | 'late' | null> {
  const outcome = await runner.run({
    use: 'ci',
    argv: ['python3', '-I', '-W', 'ignore', '-c', program],
    cwd: '/',
    writable: [],
    readable: [],
    env,
    // a byte order mark is not part of what Python reads
    stdin: Buffer.from(JSON.stringify(texts.map((text) => text.replace(/^\ufeff/, '')))),
    network: false,
    timeoutMs: 30_000,
    outputLimit: 1 << 20,
    marker: 'autopack-syntax:0:python',
  })
  if (outcome.kind === 'timed-out') return 'late'
  return outcome.kind === 'exited' && outcome.exitCode === 0 ? answersOf(outcome.stdout) : null
}

function answersOf(stdout: string): readonly (FoundErrors | null)[] | null {
  const answer = answerSchema.safeParse(parsed(stdout))
  if (!answer.success) return null
  const [version, found] = answer.data
  return found.map((error) => {
    if (error === false) return null
    return error === null ? { count: 0, first: null } : { count: 1, first: { line: error[0], message: `${error[1]} (Python ${version})` } }
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
