import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { Socket } from 'node:net'
import { createByteReader, StreamEnded, type ByteReader } from './byte-reader.ts'

/** How a process went before it had answered. */
export class ProcessEnded extends Error {
  readonly exitCode: number | null
  readonly stderr: string

  constructor(exitCode: number | null, stderr: string, cause: unknown) {
    super('the process ended before it had answered', { cause })
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/** One life of a process that answers requests in their order. It never keeps this process from ending, and ends with it: its input closes. */
export interface StandingProcess {
  /** Whether it may be asked. */
  readonly alive: () => boolean
  /** Throws `ProcessEnded`. An answer that cannot be read ends the process, for nobody could tell where the next one begins. */
  ask<T>(request: string | Uint8Array, read: (output: ByteReader) => Promise<T>): Promise<T>
  /** Lets it answer what it owes, and ends it then. */
  retire(): void
  /** Resolves when it is gone. What has not been answered never is. */
  end(): Promise<void>
  /** Resolves when it is gone, however it came to that. */
  readonly gone: Promise<unknown>
}

/** Milliseconds without an answer after which it hangs, without a request after which it is ended, from the end of its input to its own end, and from that to the end of its pipes. */
const limits = { answer: 300_000, idle: 30_000, goodbye: 1_000, drain: 200 }
const keptWords = 64_000

export function createStandingProcess(child: ChildProcessWithoutNullStreams): StandingProcess {
  const output = createByteReader(child.stdout)
  const fate = fateOf(child)
  let alive = true
  let retired = false
  let asked = 0
  let last: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  void fate.then(() => {
    alive = false
    clearTimeout(timer)
  })

  const kill = (): void => void child.kill('SIGKILL')
  const end = async (): Promise<void> => {
    alive = false
    child.stdin.end()
    const late = setTimeout(kill, asked > 0 ? 0 : limits.goodbye)
    await fate
    clearTimeout(late)
  }
  /** Waited for while it owes an answer, watched for idleness while it does not. */
  const owe = (change: 1 | 0 | -1): void => {
    asked += change
    clearTimeout(timer)
    if (!alive) return
    hold(child, asked > 0)
    if (retired && asked === 0) return void end()
    timer = asked > 0 ? setTimeout(kill, limits.answer) : setTimeout(() => void end(), limits.idle)
    timer.unref()
  }
  owe(0)

  const answer = async <T>(read: (from: ByteReader) => Promise<T>, before: Promise<unknown>): Promise<T> => {
    await before
    // it ended over what was asked before
    if (!alive) throw new ProcessEnded(null, '', undefined)
    try {
      return await read(output)
    } catch (error) {
      kill()
      const { exitCode, stderr, cause } = await fate
      throw new ProcessEnded(exitCode, stderr, error instanceof StreamEnded ? cause : error)
    }
  }

  return {
    alive: () => alive && !retired,
    retire: () => {
      retired = true
      owe(0)
    },
    gone: fate,
    ask: async (request, read) => {
      owe(1)
      child.stdin.write(request)
      const answered = answer(read, last)
      last = answered.catch(() => undefined)
      return answered.finally(() => owe(-1))
    },
    end,
  }
}

interface Fate {
  readonly exitCode: number | null
  readonly stderr: string
  readonly cause: unknown
}

function fateOf(child: ChildProcessWithoutNullStreams): Promise<Fate> {
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-keptWords)))
  // it may end before it has read everything: its exit code tells
  child.stdin.on('error', () => undefined)
  return new Promise((resolve) => {
    child.once('error', (cause) => resolve({ exitCode: null, stderr, cause }))
    // `close` waits for whoever holds the pipes, and that need not be the process alone
    child.once('exit', () => setTimeout(() => child.stdio.forEach((pipe) => pipe?.destroy()), limits.drain).unref())
    child.once('close', (exitCode) => resolve({ exitCode, stderr, cause: undefined }))
  })
}

/** Whether this process stays for the child and its pipes. */
function hold(child: ChildProcessWithoutNullStreams, isWaitedFor: boolean): void {
  const way = isWaitedFor ? 'ref' : 'unref'
  child[way]()
  for (const pipe of child.stdio) if (pipe instanceof Socket) pipe[way]()
}
