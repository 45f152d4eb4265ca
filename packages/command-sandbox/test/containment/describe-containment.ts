import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandOutcome, CommandSpecification, CommandTrace } from '@autopack/contracts'
import { commandRunnerConformance } from '@autopack/testkit'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createCommandRunner } from '../../src/create-command-runner.ts'
import type { Containment } from '../../src/isolation/containment.ts'
import { probeBubblewrap } from '../../src/isolation/probe-bubblewrap.ts'
import { probePrivileges } from '../../src/isolation/probe-privileges.ts'
import { probeProcessNamespace } from '../../src/isolation/probe-process-namespace.ts'

const path = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']

type Kind = Containment['kind']

interface Found {
  readonly name: string
  readonly containment: Containment
  /** This host cannot give it; the reason is in its name. */
  readonly missing: boolean
  /** What takes away the right to gain privileges. */
  readonly prefix: readonly string[]
}

async function find(kind: Kind): Promise<Found> {
  const host = { platform: 'linux', path, temporary: tmpdir() } as const
  const { prefix } = await probePrivileges(host)
  const group: Containment = { kind: 'process-group', prefix }
  if (kind === 'process-group') return { name: 'a process group', containment: group, missing: false, prefix }
  if (kind === 'bubblewrap') {
    const bubblewrap = await probeBubblewrap(host)
    return bubblewrap.kind === 'works' ? { name: 'bubblewrap', containment: bubblewrap.containment, missing: false, prefix } : { name: `bubblewrap, NOT TESTED on this host: ${bubblewrap.reason}`, containment: group, missing: true, prefix }
  }
  const { containment, reasons } = await probeProcessNamespace(host, prefix)
  return containment === null ? { name: `a process namespace, NOT TESTED on this host: ${reasons.join(' ')}`, containment: group, missing: true, prefix } : { name: 'a process namespace', containment, missing: false, prefix }
}

function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function processes(accepts: (pid: string) => boolean): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && accepts(pid)).map((pid) => readProcess(pid, 'cmdline'))
}

function trace(outcome: CommandOutcome): CommandTrace {
  if ('message' in outcome) throw new Error(outcome.message)
  return outcome
}

function shell(script: string): [string, ...string[]] {
  return ['sh', '-c', script]
}

/** What every containment must do, and what only some can; each kind in a file of its own, so that they run side by side. */
export async function describeContainment(kind: Kind): Promise<void> {
  const found = await find(kind)
  describe.skipIf(found.missing)(`in ${found.name}`, () => {
    describeFound(kind, found)
  })
}

function describeFound(kind: Kind, { containment, prefix }: Found): void {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-containment-')))
  const temporary = join(root, 'host-tmp')
  mkdirSync(temporary)
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const marker = `containment-${kind}`
  const [hidden, lost] = { bubblewrap: ['61.1', '62.1'], 'process-namespace': ['61.2', '62.2'], 'process-group': ['61.3', '62.3'] }[kind]

  const folder = mkdtempSync(join(root, 'checkout-'))
  const levelFour = containment.kind === 'bubblewrap' && containment.filter !== null
  const runner = createCommandRunner({ environment: { PATH: path.join(':'), TMPDIR: temporary }, graceMs: 150, probe: () => Promise.resolve({ containment, degradedBecause: levelFour ? [] : ['tested'] }) })
  const run = (argv: readonly [string, ...string[]], changes: Partial<CommandSpecification> = {}, signal?: AbortSignal): Promise<CommandOutcome> =>
    runner.run({ use: 'ci', argv, cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 10_000, marker: `${marker}:1:step`, ...changes }, signal)

  const isOwn = (environment: string): boolean => environment.includes(`AUTOPACK_MARKER=${marker}:`) || (environment.includes('AUTOPACK_MARKER=conformance:') && environment.includes(root))

  afterEach(() => {
    const left = [...processes((pid) => isOwn(readProcess(pid, 'environ'))), ...readdirSync(temporary)]
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
  })

  for (const { name, run: check } of commandRunnerConformance({
    runner,
    folder,
    programs: {
      failing: shell('printf out; printf error >&2; exit 3'),
      printing: (bytes) => shell(`head -c ${bytes} /dev/zero | tr '\\0' x`),
      hanging: shell('printf started; sleep 60'),
      killed: shell('kill -9 $$'),
      copying: ['cat'],
    },
  })) {
    test(name, async () => expect(await check()).toBeUndefined())
  }

  test('20 MB of output are kept to the limit', async () => {
    expect(trace(await run(shell('head -c 20971520 /dev/zero'), { outputLimit: 1 << 20 })).droppedBytes).toBe(20_971_520 - (1 << 20))
  })

  test('a command that ignores the request to end is killed with its children', async () => {
    const started = performance.now()
    const outcome = await run(shell("trap '' TERM; sleep 60 & printf started; while :; do sleep 0.1; done"), { timeoutMs: 250 })
    expect([outcome.kind, trace(outcome).stdout]).toEqual(['timed-out', 'started'])
    expect(performance.now() - started).toBeLessThan(8_000)
  })

  test('a command that is asked to end may still say something', async () => {
    const outcome = await run(shell("trap 'printf bye; exit 0' TERM; printf hello; while :; do sleep 0.05; done"), { timeoutMs: 250 })
    expect([outcome.kind, trace(outcome).stdout]).toEqual(['timed-out', 'hellobye'])
  })

  test('a process that detaches does not outlive its command', async () => {
    expect(trace(await run(shell('setsid sleep 60 >/dev/null 2>&1 & echo done'))).stdout).toBe('done\n')
  })

  test.skipIf(containment.kind === 'process-group')('a process that detaches and clears its environment does not outlive its command', async () => {
    expect(trace(await run(shell(`setsid env -i sleep ${hidden} >/dev/null 2>&1 & sleep 0.1; echo done`))).stdout).toBe('done\n')
    await expect.poll(() => processes((pid) => readProcess(pid, 'cmdline').startsWith(`sleep ${hidden}`))).toEqual([])
  })

  test.runIf(containment.kind === 'process-group')('a process that cannot be found still cannot hang the runner', async () => {
    const started = performance.now()
    expect(trace(await run(shell(`setsid env -i sleep ${lost} & sleep 0.2; echo done`))).stdout).toBe('done\n')
    expect(performance.now() - started).toBeLessThan(8_000)
    const [pid = ''] = readdirSync('/proc').filter((id) => readProcess(id, 'cmdline').startsWith(`sleep ${lost}`))
    // process 0 would be this whole group
    expect(Number(pid)).toBeGreaterThan(1)
    process.kill(Number(pid), 'SIGKILL')
  })

  test('a child that keeps stdout open does not hang the runner', async () => {
    const started = performance.now()
    const outcome = await run(shell('sleep 60 & echo parent is done'))
    expect([outcome.kind, trace(outcome).stdout]).toEqual(['exited', 'parent is done\n'])
    expect(performance.now() - started).toBeLessThan(8_000)
  })

  test('many processes that detach and fork again are all ended', async () => {
    const outcome = await run(shell('for i in 1 2 3 4 5 6 7 8; do (setsid sh -c "sleep 60 & sleep 60" >/dev/null 2>&1 &); done; echo forked'))
    expect(trace(outcome).stdout).toBe('forked\n')
  })

  test('an abort in the middle ends the whole tree', async () => {
    const outcome = await run(shell('printf started; sleep 60 & setsid sleep 60 & wait'), {}, AbortSignal.timeout(200))
    expect([outcome.kind, trace(outcome).stdout]).toEqual(['aborted', 'started'])
  })

  test('no privileges can be gained', async () => {
    expect(trace(await run(['grep', 'NoNewPrivs', '/proc/self/status'])).stdout).toBe(prefix.length > 0 || containment.kind === 'bubblewrap' ? 'NoNewPrivs:\t1\n' : 'NoNewPrivs:\t0\n')
  })

  test('a sweep ends what an executor that died has left, and only that', async () => {
    const start = (marker: string): ReturnType<typeof spawn> => spawn('sleep', ['60'], { env: { PATH: '/usr/bin:/bin', AUTOPACK_MARKER: marker }, detached: true, stdio: 'ignore' })
    const [old, current] = [start(`${marker}:1:a`), start(`${marker}:2:a`)]
    const ended = new Promise((resolve) => old.once('exit', (_, signal) => resolve(signal)))
    expect([await runner.sweep(`${marker}:1:`), await runner.sweep(`${marker}:1:`)]).toEqual([1, 0])
    expect([await ended, current.exitCode, current.signalCode]).toEqual(['SIGKILL', null, null])
    expect(await runner.sweep(`${marker}:2:`)).toBe(1)
  })

  test.runIf(containment.kind === 'bubblewrap')('nothing outside the writable folders can be written', async () => {
    const readable = mkdtempSync(join(root, 'readable-'))
    const targets = [`${readable}/new`, `${root}/new`, '/usr/autopack-new', '/etc/autopack-new', '/autopack-new', '/opt/autopack-new', `${temporary}/new`, `${folder}/../new`]
    const { stdout } = trace(await run(shell(`touch inside; for f in ${targets.join(' ')}; do touch $f 2>/dev/null; done; echo tried`), { readable: [readable] }))
    expect([stdout, existsSync(join(folder, 'inside')), targets.filter((target) => existsSync(target))]).toEqual(['tried\n', true, []])
    await createCommandRunner({ environment: { TMPDIR: temporary }, probe: () => Promise.resolve({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: [] }) }).run({
      use: 'ci', argv: ['touch', `${root}/new`], cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 100, marker: `${marker}:1:control`,
    })
    expect(existsSync(join(root, 'new'))).toBe(true)
  })

  test.runIf(containment.kind === 'bubblewrap')('nothing of the host is seen that is not named', async () => {
    const [secret, readable] = [mkdtempSync(join(root, 'secret-')), mkdtempSync(join(root, 'readable-'))]
    writeFileSync(join(secret, 'key'), 'the key')
    writeFileSync(join(readable, 'plan'), 'the plan')
    const { stdout } = trace(await run(shell(`cat ${readable}/plan ${secret}/key /etc/shadow /root/.bashrc 2>/dev/null; ls /proc | grep -c '^[0-9]'`), { readable: [readable] }))
    expect(stdout).toMatch(/^the plan[1-6]\n$/)
  })

  test.runIf(containment.kind === 'bubblewrap')('git’s folder can be read, not written, unless it is named; a link of that name is not followed', async () => {
    const [own, named, linked] = ['own', 'named', 'linked'].map((name) => mkdtempSync(join(root, `${name}-`)))
    if (own === undefined || named === undefined || linked === undefined) throw new Error('no folders')
    const secret = mkdtempSync(join(root, 'secret-'))
    writeFileSync(join(secret, 'config'), 'old')
    symlinkSync(secret, join(linked, '.git'))
    for (const checkout of [own, named]) {
      mkdirSync(join(checkout, '.git'))
      writeFileSync(join(checkout, '.git/config'), 'old')
    }
    const script = shell('cat .git/config; echo new > .git/config; mv .git moved; touch done')
    const inside = async (checkout: string, more: readonly string[] = []): Promise<string> => trace(await run(script, { cwd: checkout, writable: [checkout, ...more] })).stdout
    expect([await inside(own), await inside(named, [join(named, '.git')]), await inside(linked)]).toEqual(['old', 'old', ''])
    expect([own, named, secret].map((checkout) => readFileSync(existsSync(join(checkout, '.git')) ? join(checkout, '.git/config') : join(checkout, 'config'), 'utf8'))).toEqual(['old', 'new\n', 'old'])
    expect([own, named, linked].map((checkout) => existsSync(join(checkout, 'done')))).toEqual([true, true, true])
  })

  test.runIf(containment.kind === 'bubblewrap')('a git folder behind a link in the same checkout can be read, not written; a link to nothing or to the checkout itself holds nothing up', async () => {
    const checkout = mkdtempSync(join(root, 'inner-'))
    mkdirSync(join(checkout, 'real'))
    writeFileSync(join(checkout, 'real/config'), 'old')
    const inside = async (target: string): Promise<string> => {
      rmSync(join(checkout, '.git'), { force: true })
      symlinkSync(target, join(checkout, '.git'))
      return trace(await run(shell('cat .git/config 2>/dev/null; echo new > .git/config; echo new > real/config; touch done && echo , done'), { cwd: checkout, writable: [checkout] })).stdout
    }
    expect([await inside('real'), readFileSync(join(checkout, 'real/config'), 'utf8')]).toEqual(['old, done\n', 'old'])
    expect([await inside('nowhere'), await inside('.'), await inside('..')]).toEqual([', done\n', ', done\n', ', done\n'])
  })

  test.runIf(containment.kind === 'bubblewrap')('of memory a command can keep 256 MiB as shared and 64 MiB as temporary files, and nothing among the devices', async () => {
    const fill = (place: string, megabytes: number): string => `head -c ${megabytes}M /dev/zero > ${place}/filled 2>/dev/null && echo "${place} took ${megabytes}"; rm -f ${place}/filled`
    const tries = [fill('/dev/shm', 257), fill('/tmp', 65), fill('/dev/shm', 16), fill('/tmp', 16), fill('/dev', 0), fill('/dev/pts', 0), 'echo gone > /dev/null && head -c 1 /dev/zero | wc -c']
    expect(trace(await run(shell(tries.join('; ')))).stdout).toBe('/dev/shm took 16\n/tmp took 16\n1\n')
  })

  test.runIf(containment.kind === 'bubblewrap')('the kernel’s settings cannot be written, not even to what they are', async () => {
    const settings = ['kernel/core_pattern', 'vm/overcommit_memory', 'kernel/sysrq'].map((name) => `/proc/sys/${name}`)
    expect(trace(await run(shell(`for f in ${settings.join(' ')}; do cat $f > "$TMPDIR/x"; (cat "$TMPDIR/x" > $f) 2>/dev/null && echo wrote $f; done; echo tried`))).stdout).toBe('tried\n')
  })

  test.runIf(containment.kind === 'bubblewrap')('a library that the command asks for is loaded into it, not into the sandbox around it; nobody can read its environment in an argv', async () => {
    writeFileSync(join(folder, 'none.so'), '')
    const { stdout, stderr } = trace(await run(shell('echo ran; env -i cat /proc/1/cmdline /proc/1/environ'), { env: { LD_PRELOAD: join(folder, 'none.so'), TOKEN: 'visible-to-nobody' } }))
    expect([stdout.startsWith('ran\n'), stdout.includes('visible-to-nobody'), stdout.includes('none.so')]).toEqual([true, false, false])
    expect(stderr.match(/none\.so/g)?.length).toBe(2)
  })

  test.runIf(containment.kind === 'bubblewrap')('there is no network unless it is asked for', async () => {
    const server = createServer((socket) => socket.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const connect: [string, ...string[]] = ['node', '-e', 'require("node:net").connect(Number(process.argv[1]), "127.0.0.1").on("connect", () => { console.log("reached"); process.exit() }).on("error", (error) => console.log(error.code))', port]
    expect(trace(await run(connect)).stdout).toBe('ECONNREFUSED\n')
    expect(trace(await run(connect, { network: true })).stdout).toBe('reached\n')
    await new Promise((resolve) => server.close(resolve))
  })
}
