import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

export interface ServerProcess extends AsyncDisposable {
  /** The first line it said. */
  readonly firstLine: Promise<string>
  /** Processor time so far, milliseconds; null where the host does not tell. */
  cpuMs(): number | null
}

const longestMs = 120_000
const tickMs = 10

/** A server in a process of its own, ended with its user, after two minutes at the latest. */
export function startServer(args: readonly string[]): ServerProcess {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: longestMs, killSignal: 'SIGKILL' })
  const closed = once(child, 'close')
  const said = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text).trim())
  return {
    firstLine: Promise.race([said, closed.then(() => Promise.reject(new Error(`${args.join(' ')} ended at once`)))]),
    cpuMs: () => cpuOf(child.pid ?? 0),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

/** User and system time are the 14th and 15th word after the program's name. */
function cpuOf(pid: number): number | null {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? []
    return (Number(words[11]) + Number(words[12])) * tickMs
  } catch {
    return null
  }
}

/** A port on loopback that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the host has no port')
  return address.port
}

/** Returns when somebody answers there. Throws after twenty seconds. */
export async function answersAt(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answers = await fetch(url).then(
      async (response) => (await response.text(), true),
      () => false,
    )
    if (answers) return
    await setTimeout(100)
  }
  throw new Error(`nobody answers at ${url}`)
}
