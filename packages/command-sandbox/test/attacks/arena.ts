import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { AttackCase, Effect } from './attack-case.ts'
import { endMarked, markedProcesses } from './marked-processes.ts'

/** Bytes of one stream that a run may keep. */
export const outputLimit = 64 * 1024
const hostSecret = `host-secret-${randomUUID()}`
const fileSecret = `file-secret-${randomUUID()}`

export interface Arena {
  readonly root: string
  readonly work: string
  readonly out: string
  /** The host's environment, with a secret in it. */
  readonly environment: Readonly<Record<string, string>>
  /** Makes the folders anew and lays the trap. Throws when that alone has an effect. */
  readonly set: (attack: Pick<AttackCase, 'prepare'>) => void
  readonly fill: (text: string) => string
  readonly runPlain: (argv: readonly string[], env: Readonly<Record<string, string>>) => Promise<string>
  /** What has happened since `set`, given what was said. */
  readonly effects: (output: string) => Promise<readonly Effect[]>
  readonly remove: () => Promise<void>
}

/** Canaries, a marker program and listeners around one folder that commands run in; used for one case after the other. */
export async function createArena(): Promise<Arena> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'attack-')))
  const [work, out, template] = [join(root, 'work'), join(root, 'out'), join(root, 'template')]
  const token = `77${Math.floor(Math.random() * 1e9)}`
  mkdirSync(template)
  makeTemplate(template)
  let heard = 0
  const hear = (): void => void (heard += 1)
  const servers = await Promise.all([listen(createServer(answer(hear)), { port: 0, host: '127.0.0.1' }), listen(createServer(answer(hear)), { path: join(root, 'socket') }), listen(createServer(answer(hear)), { path: `\0attack-${token}` })])
  const port = portOf(servers[0])
  const datagrams = createSocket('udp4', hear)
  await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve))
  const mark = join(out, 'mark')
  const fill = (text: string): string => text.replaceAll('@OUT@', out).replaceAll('@WORK@', work).replaceAll('@MARK@', mark).replaceAll('@PORT@', String(port)).replaceAll('@TOKEN@', token).replaceAll('@ROOT@', root)
  const environment = { PATH: process.env['PATH'] ?? '', HOME: out, TMPDIR: root, LANG: 'C.UTF-8', HOST_SECRET: hostSecret }

  const reset = (): void => {
    for (const folder of [work, out]) rmSync(folder, { recursive: true, force: true })
    cpSync(template, work, { recursive: true, verbatimSymlinks: true })
    mkdirSync(join(out, 'folder'), { recursive: true })
    writeFileSync(join(out, 'victim.txt'), 'intact\n')
    writeFileSync(join(out, 'secret.txt'), `${fileSecret}\n`)
    writeFileSync(mark, `#!/bin/sh\necho ran >> ${out}/ran\ncat 2>/dev/null </dev/null\nexit 0\n`)
    chmodSync(mark, 0o755)
    heard = 0
  }
  const outside = (): string => JSON.stringify(walk(out).filter(({ name }) => name !== 'ran').map(({ path, isFile }) => [path, isFile ? readFileSync(path, 'latin1') : '']))
  let before = ''
  const effects = async (output: string): Promise<readonly Effect[]> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const found: [Effect, boolean][] = [
      ['wrote', outside() !== before],
      ['ran', existsSync(join(out, 'ran'))],
      ['read', output.includes(fileSecret) || holds(work, fileSecret)],
      ['network', heard > 0],
      ['survived', markedProcesses(token).length > 0],
      ['flooded', output.length > 2 * outputLimit + 1000],
      ['leaked', output.includes(hostSecret)],
    ]
    return found.flatMap(([effect, happened]) => (happened ? [effect] : []))
  }
  return {
    root, work, out, environment, fill, effects,
    set({ prepare }) {
      reset()
      if (prepare !== '') execFileSync('sh', ['-ec', fill(prepare)], { cwd: work, env: environment, stdio: 'pipe', timeout: 10_000 })
      rmSync(join(out, 'ran'), { force: true })
      heard = 0
      before = outside()
    },
    runPlain: (argv, env) => runPlain(argv, { cwd: work, env: { ...environment, ...env }, token }),
    async remove() {
      endMarked(token)
      datagrams.close()
      for (const server of servers) server.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function answer(hear: () => void): (socket: import('node:net').Socket) => void {
  return (socket) => {
    hear()
    socket.on('error', () => undefined)
    socket.end('HTTP/1.0 404 no\r\ncontent-length: 0\r\n\r\n')
  }
}

function listen(server: Server, where: { readonly port: number; readonly host: string } | { readonly path: string }): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => resolve(server))
  })
}

function portOf(server: Server | undefined): number {
  const address = server?.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** A repository with a commit, a branch beside it and a file that differs between them. */
function makeTemplate(folder: string): void {
  const script = `git init -q --template= -b main . && git config user.name a && git config user.email a@localhost
mkdir src && echo one > a.txt && echo b > src/b.txt && git add -A && git commit -qm first
git checkout -qb other && echo other > a.txt && git commit -qam other && git checkout -q main && echo two > c.txt && git add -A && git commit -qm second`
  execFileSync('sh', ['-ec', script], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' }, stdio: 'pipe' })
}

interface Found {
  readonly name: string
  readonly path: string
  readonly isFile: boolean
}

/** Everything below a folder; links are not followed. Nothing where there is no folder. */
function walk(folder: string): readonly Found[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return [{ name: entry.name, path, isFile: entry.isFile() }, ...(entry.isDirectory() ? walk(path) : [])]
  })
}

/** Whether a plain file below the folder has the text. */
function holds(folder: string, text: string): boolean {
  return walk(folder).some(({ path, isFile }) => isFile && readFileSync(path, 'latin1').includes(text))
}

/** As an ordinary tool runs a command: everything inherited, all output kept, settled when the first process ends. */
function runPlain(argv: readonly string[], options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly token: string }): Promise<string> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let output = ''
    const keep = (chunk: Buffer): void => void (output += chunk.toString('latin1'))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const limit = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), 8000)
    child.on('error', reject)
    child.on('exit', () => {
      clearTimeout(limit)
      setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
        resolve(output)
      }, 15)
    })
  })
}
