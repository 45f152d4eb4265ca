import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CommandOutcome, CommandRunner, CommandSpecification, CommandTrace } from '@autopack/contracts'
import { afterAll, expect, test } from 'vitest'
import { createCommandRunner } from './create-command-runner.ts'
import type { MinimumIsolation } from './isolation/minimum-isolation.ts'
import { probeIsolation } from './isolation/probe-isolation.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-runner-')))
const [folder, temporary] = [join(root, 'checkout'), join(root, 'tmp')]
mkdirSync(folder)
mkdirSync(temporary)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:relative', TMPDIR: temporary, LANG: 'C.UTF-8', LC_TIME: 'C', SECRET_TOKEN: 'do-not-pass', GIVEN: 'passed' }
const isRoot = process.getuid?.() === 0
/** With whatever isolation this host has. */
const runner = createCommandRunner({ environment, allowEnvironment: ['GIVEN'] })

function specification(argv: readonly [string, ...string[]], changes: Partial<CommandSpecification> = {}): CommandSpecification {
  return { use: 'ci', argv, cwd: folder, writable: [folder], readable: [], env: {}, network: false, timeoutMs: 10_000, outputLimit: 1 << 20, marker: 'runner-test:1:step', ...changes }
}

function run(argv: readonly [string, ...string[]], changes: Partial<CommandSpecification> = {}): Promise<CommandOutcome> {
  return runner.run(specification(argv, changes))
}

function trace(outcome: CommandOutcome): CommandTrace {
  if ('message' in outcome) throw new Error(outcome.message)
  return outcome
}

test('the environment is built from empty: locale and allowed names pass, secrets do not', async () => {
  const { stdout } = trace(await run(['env'], { env: { OWN: 'value' } }))
  const seen = Object.fromEntries(stdout.trim().split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  const names = ['AUTOPACK_COMMAND', 'AUTOPACK_MARKER', 'CI', 'GIVEN', 'HOME', 'LANG', 'LC_TIME', 'OWN', 'PATH', 'TERM', 'TMPDIR', 'npm_config_fetch_retries']
  expect(Object.keys(seen).filter((name) => name !== 'PWD').toSorted()).toEqual(names)
  expect(seen).toMatchObject({ CI: 'true', TERM: 'dumb', LANG: 'C.UTF-8', GIVEN: 'passed', OWN: 'value', AUTOPACK_MARKER: 'runner-test:1:step', PATH: expect.not.stringContaining('relative') })
})

test('npm may retry where there is a network', async () => {
  expect(trace(await run(['env'], { network: true })).stdout).not.toContain('npm_config')
})

test('home and temporary folder are private, writable, and gone afterwards', async () => {
  const { stdout } = trace(await run(['sh', '-c', 'touch "$HOME/a" "$TMPDIR/b" && stat -c %a "$(dirname "$HOME")" && echo "$HOME" && echo "$TMPDIR"']))
  const [mode, home = '', own = ''] = stdout.trim().split('\n')
  expect([mode, dirname(home) === dirname(own), home.startsWith(`${temporary}/`), existsSync(dirname(home))]).toEqual(['700', true, true, false])
})

test('the Node that runs Autopack is found where the PATH has none', async () => {
  const empty = join(root, 'empty')
  mkdirSync(empty, { recursive: true })
  expect(trace(await run(['node', '-p', 'process.version'], { env: { PATH: empty } })).stdout).toBe(`${process.version}\n`)
})

test('a program installed outside the system runs, also through links', async () => {
  const installed = join(root, 'versions/tool-1')
  mkdirSync(join(installed, 'bin'), { recursive: true })
  mkdirSync(join(installed, 'lib'))
  mkdirSync(join(root, 'shims'))
  writeFileSync(join(installed, 'lib/answer'), '42\n')
  writeFileSync(join(installed, 'bin/tool'), '#!/bin/sh\ncat "$(dirname "$(readlink -f "$0")")/../lib/answer"\n', { mode: 0o755 })
  symlinkSync(join(installed, 'bin/tool'), join(root, 'shims/tool'))
  expect(trace(await run(['tool'], { env: { PATH: `${join(root, 'shims')}:/usr/bin:/bin` } })).stdout).toBe('42\n')
})

test('a script of the checkout runs by an interpreter of a version manager, found on the PATH through links', async () => {
  const version = join(root, 'manager/versions/1')
  mkdirSync(join(version, 'bin'), { recursive: true })
  mkdirSync(join(version, 'lib'))
  mkdirSync(join(root, 'manager/shims'))
  writeFileSync(join(version, 'lib/answer'), 'answered\n')
  writeFileSync(join(version, 'bin/asker'), '#!/bin/sh\ncat "$(dirname "$(readlink -f "$0")")/../lib/answer"\n', { mode: 0o755 })
  symlinkSync(join(version, 'bin/asker'), join(root, 'manager/shims/asker'))
  writeFileSync(join(folder, 'by-asker'), '#!/usr/bin/env -S -u NOTHING asker\n', { mode: 0o755 })
  writeFileSync(join(folder, 'by-node'), '#!/usr/bin/env node\nconsole.log("node ran")\n', { mode: 0o755 })
  const env = { PATH: `${join(root, 'manager/shims')}:/usr/bin:/bin` }
  expect([trace(await run(['./by-asker'], { env })).stdout, trace(await run(['./by-node'], { env })).stdout]).toEqual(['answered\n', 'node ran\n'])
})

test('a program that lies in the home itself is shown without the home', async () => {
  const home = join(root, 'home')
  mkdirSync(home)
  writeFileSync(join(home, '.env'), 'secret\n')
  writeFileSync(join(home, 'tool'), `#!/bin/sh\ncat ${home}/.env 2>/dev/null || echo nothing\n`, { mode: 0o755 })
  const atHome = createCommandRunner({ environment: { ...environment, HOME: home, PATH: `${home}:/usr/bin:/bin` } })
  const { achieved } = await atHome.isolation()
  for (const name of ['tool', join(home, 'tool')]) expect(trace(await atHome.run(specification([name]))).stdout).toBe(achieved >= 3 ? 'nothing\n' : 'secret\n')
})

test('a program of the checkout runs when given as a path, never by its bare name', async () => {
  writeFileSync(join(folder, 'project-tool'), '#!/usr/bin/env sh\necho ran "$@"\n', { mode: 0o755 })
  expect(trace(await run(['./project-tool', 'a b'])).stdout).toBe('ran a b\n')
  expect(await run(['project-tool'], { env: { PATH: `${folder}:/usr/bin:/bin` } })).toMatchObject({ kind: 'not-found', executable: 'project-tool' })
})

test('what cannot be run is said with its reason: absent, a folder, no mode, no interpreter', async () => {
  writeFileSync(join(folder, 'plain.sh'), 'echo no\n', { mode: 0o644 })
  writeFileSync(join(folder, 'orphan'), '#!/opt/no/interpreter\n', { mode: 0o755 })
  writeFileSync(join(folder, 'orphan-env'), '#!/usr/bin/env -S no-interpreter --x\n', { mode: 0o755 })
  const message = async (name: string): Promise<string> => {
    const outcome = await run([name])
    return outcome.kind === 'not-found' ? outcome.message : outcome.kind
  }
  expect(await message('./missing')).toContain('does not exist')
  expect(await message('no-such-program')).toContain('install it')
  expect(await message('')).toContain('empty')
  expect(await message(folder)).toContain('is a folder')
  expect(await message('./plain.sh')).toContain('chmod +x')
  expect(await message('./orphan')).toContain('/opt/no/interpreter')
  expect(await message('./orphan-env')).toContain('no-interpreter is not installed')
})

test('a binary that is none of this system is not found either, or says so itself', async () => {
  writeFileSync(join(folder, 'foreign'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]))
  chmodSync(join(folder, 'foreign'), 0o755)
  const outcome = await run(['./foreign'])
  expect(outcome.kind === 'exited' ? outcome.exitCode !== 0 : outcome.kind === 'not-found').toBe(true)
})

test('arguments longer than the system allows are refused with advice', async () => {
  expect(await run(['true', 'x'.repeat(8 << 20)])).toMatchObject({ kind: 'denied', message: expect.stringContaining('pass them in a file') })
})

test('arguments arrive as they are', async () => {
  const words = ['a b', '"c"', "d'e", '$HOME', '`id`', 'new\nline', '*', '', '世界', '--help', ...Array.from({ length: 5_000 }, (_, index) => String(index))]
  const { stdout } = trace(await run(['node', '-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--', ...words]))
  expect(JSON.parse(stdout)).toEqual(words)
})

test('folders that are not there or not absolute, and a NUL, are refused before anything runs', async () => {
  expect(await run(['true'], { cwd: join(folder, 'nowhere') })).toMatchObject({ kind: 'denied', message: expect.stringContaining('nowhere') })
  expect(await run(['true'], { writable: ['relative'] })).toMatchObject({ kind: 'denied', message: expect.stringContaining('relative') })
  expect(await run(['true'], { readable: ['relative'] })).toMatchObject({ kind: 'denied', message: expect.stringContaining('relative') })
  expect(await run(['true', 'a\0b'])).toMatchObject({ kind: 'denied', message: expect.stringContaining('NUL') })
})

test('a path that leads through a link can be worked in', async () => {
  const link = join(root, 'link')
  symlinkSync(folder, link)
  expect(trace(await run(['sh', '-c', 'touch through-link && pwd -P'], { cwd: link, writable: [link] })).stdout).toBe(`${folder}\n`)
  expect(existsSync(join(folder, 'through-link'))).toBe(true)
})

test('git works in a checkout that borrows its objects from a repository whose objects may be read', async () => {
  const [origin, borrowed] = [join(root, 'origin'), join(root, 'borrowed')]
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@b']
  for (const args of [['init', '-q', origin], ['-C', origin, ...author, 'commit', '-q', '--allow-empty', '-m', 'a commit'], ['clone', '-q', '--shared', origin, borrowed]]) execFileSync('git', args, { env: { PATH: '/usr/bin:/bin', HOME: temporary }, stdio: 'pipe' })
  const reading = createCommandRunner({ environment, readable: [join(origin, '.git/objects'), join(root, 'nowhere')] })
  expect(trace(await reading.run(specification(['git', 'log', '--format=%s'], { cwd: borrowed, writable: [borrowed] })))).toMatchObject({ stdout: 'a commit\n', stderr: '' })
})

test('what is hidden is empty in whatever a command may read, by any name, and what the runner’s own readable folders name in it is there', async () => {
  const project = join(root, 'hiding')
  mkdirSync(join(project, '.git/objects'), { recursive: true })
  for (const path of ['.git/config', '.git/objects/one', 'readme']) writeFileSync(join(project, path), `${path}\n`)
  symlinkSync(join(project, '.git'), join(root, 'to-hidden'))
  const hiding = createCommandRunner({ environment, hidden: [join(project, '.git'), join(root, 'no-such-folder')], readable: [join(project, '.git/objects')] })
  const { achieved } = await hiding.isolation()
  const look = `cat ${project}/readme ${project}/.git/objects/one; cat ${project}/.git/config ${root}/to-hidden/config 2>/dev/null; touch ${project}/.git/made 2>/dev/null; ls ${project}/.git`
  const { stdout } = trace(await hiding.run(specification(['sh', '-c', look], { readable: [project, join(project, '.git'), join(root, 'to-hidden')] })))
  expect(stdout.split('\n').slice(0, 4)).toEqual(['readme', '.git/objects/one', ...(achieved >= 3 ? ['objects', ''] : ['.git/config', '.git/config'])])
})

test('the isolation is probed once, and a lower level says how to raise it', async () => {
  let probes = 0
  const counting = createCommandRunner({ environment, probe: () => ((probes += 1), probeIsolation({ platform: 'linux', path: ['/nowhere'], temporary })) })
  const report = await counting.isolation()
  await counting.run(specification(['true']))
  expect([probes, report.achieved, report.degradedBecause.join('\n')]).toEqual([1, isRoot ? 0 : 1, expect.stringMatching(/apt-get install bubblewrap[^]*util-linux/)])
})

test.runIf(isRoot)('root without anything that bounds it is level 0, at which no command runs; another user, or root that can gain nothing, is level 1', async () => {
  const bare = createCommandRunner({ environment, probe: () => probeIsolation({ platform: 'linux', path: ['/nowhere'], temporary }) })
  for (const use of ['builder', 'ci', 'setup', 'git_fix', 'file_fix'] as const) {
    expect(await bare.run(specification(['touch', join(folder, 'by-root')], { use }))).toEqual({ kind: 'denied', message: expect.stringMatching(/need isolation level 1, and this host reaches 0.*another user.*setpriv/) })
  }
  expect(existsSync(join(folder, 'by-root'))).toBe(false)
  const reported = (prefix: readonly string[]): string => {
    const script = `import { createCommandRunner, probeIsolation } from '@autopack/command-sandbox'
      const runner = createCommandRunner({ environment: {}, probe: () => probeIsolation({ platform: 'linux', path: ['/nowhere'], temporary: '/tmp' }) })
      const { achieved, degradedBecause } = await runner.isolation()
      console.log(achieved, /Commands hold capabilities.*without capabilities.*setpriv/.test(degradedBecause.join()) ? 'by its capabilities' : '')`
    const [program, ...rest] = [...prefix, process.execPath, '--conditions=@autopack/source', '--input-type=module', '-e', script]
    return execFileSync(program, rest, { cwd: import.meta.dirname, encoding: 'utf8', env: {} }).trim()
  }
  const another = ['/usr/bin/setpriv', '--reuid=65534', '--clear-groups'] as const
  const users = [[], ['/usr/bin/setpriv', '--no-new-privs', '--'], [...another, '--'], [...another, '--inh-caps=+chown', '--ambient-caps=+chown', '--']]
  expect(users.map(reported)).toEqual(['0', '1', '1', '0 by its capabilities'])
})

test('below the minimum of its use a command is denied, with how to raise the isolation; a minimum can only be raised', async () => {
  const weak = (minimum: MinimumIsolation): CommandRunner => createCommandRunner({ environment, minimum, probe: () => Promise.resolve({ containment: { kind: 'process-group', prefix: [] }, degradedBecause: ['Install bubblewrap.'] }) })
  const mark = join(folder, 'ran')
  const kinds = async (minimum: MinimumIsolation): Promise<readonly string[]> =>
    Promise.all((['builder', 'ci', 'setup', 'git_fix', 'file_fix', 'python_fix', 'node_fix'] as const).map(async (use) => (await weak(minimum).run(specification(['touch', `${mark}-${use}`], { use }))).kind))
  const ran = ['exited', 'exited', 'exited', 'exited', 'exited', 'denied', 'denied']
  expect([await kinds({}), await kinds({ python_fix: 1, node_fix: 0 }), existsSync(`${mark}-node_fix`), existsSync(`${mark}-ci`)]).toEqual([ran, ran, false, true])
  expect(await kinds({ ci: 3 })).toEqual(ran.with(1, 'denied'))
  expect(await weak({ ci: 3 }).run(specification(['true']))).toEqual({ kind: 'denied', message: expect.stringMatching(/"ci" need isolation level 3.*reaches 1.*Install bubblewrap\..*sandbox\.minimum\.ci/) })
})

test('macOS has level 1, and says why; for root it has none', async () => {
  const { containment, unbounded, degradedBecause } = await probeIsolation({ platform: 'darwin', path: [], temporary })
  expect([containment, unbounded, degradedBecause[0]]).toEqual([{ kind: 'process-group', prefix: [] }, isRoot, expect.stringContaining('Linux with bubblewrap')])
  // setpriv is Linux's
  expect(degradedBecause.slice(1)).toEqual(isRoot ? [expect.stringMatching(/run as root.*Run Autopack as another user\.$/)] : [])
})

test('other platforms are refused with a way out', () => {
  expect(() => createCommandRunner({ environment, platform: 'win32' })).toThrow(expect.objectContaining({ code: 'AUTOPACK_PLATFORM_UNSUPPORTED', message: expect.stringContaining('WSL 2') }))
})
