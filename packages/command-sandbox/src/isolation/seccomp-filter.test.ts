import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { contain } from './contain.ts'
import { probeBubblewrap } from './probe-bubblewrap.ts'
import { seccompFilter } from './seccomp-filter.ts'
import { systemCalls } from './system-calls.ts'
import { tryCommand } from './try-command.ts'

interface Call {
  readonly number: number
  readonly arguments?: readonly number[]
  readonly architecture?: number
}

const architectures = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const
const [allowed, killed, notPermitted, notImplemented] = [0x7fff_0000, 0x8000_0000, 0x0005_0001, 0x0005_0026]

/** What the kernel would do with a call: the filter carried out. */
function judge(filter: Uint8Array, call: Call): number {
  const code = Buffer.from(filter)
  const read: Readonly<Record<number, number | undefined>> = { 0: call.number, 4: call.architecture, ...Object.fromEntries((call.arguments ?? []).map((value, index) => [16 + 8 * index, value])) }
  let accumulator = 0
  for (let at = 0; at < code.length; at += 8) {
    const [operation, whenTrue, whenFalse, value] = [code.readUInt16LE(at), code.readUInt8(at + 2), code.readUInt8(at + 3), code.readUInt32LE(at + 4)]
    const jump = (holds: boolean): number => 8 * (holds ? whenTrue : whenFalse)
    if (operation === 0x06) return value
    if (operation === 0x20) accumulator = read[value] ?? 0
    if (operation === 0x05) at += 8 * value
    if (operation === 0x15) at += jump(accumulator === value)
    if (operation === 0x35) at += jump(accumulator >= value)
    if (operation === 0x45) at += jump((accumulator & value) !== 0)
  }
  throw new Error('the filter has no end')
}

describe.each(['x64', 'arm64'] as const)('on %s', (name) => {
  const filter = seccompFilter(name)
  const calls = systemCalls(name)
  const on = (call: Call): number => judge(filter, { architecture: architectures[name], ...call })

  test('what is listed is refused or said not to exist', () => {
    expect([...new Set(calls.refused.map((number) => on({ number })))]).toEqual([notPermitted])
    expect([...new Set(calls.absent.map((number) => on({ number })))]).toEqual([notImplemented])
  })

  test('everything else passes: no call is listed by mistake of a jump', () => {
    const listed = new Set([...calls.refused, ...calls.absent, ...calls.masked.map(({ number }) => number), ...calls.valued.map(({ number }) => number)])
    const others = Array.from({ length: 500 }, (_, number) => number).filter((number) => !listed.has(number))
    expect(others.filter((number) => on({ number, arguments: [-1, -1, -1, -1].map((all) => all >>> 0) }) !== allowed)).toEqual([])
  })

  test('calls with dangerous arguments are refused, without them allowed', () => {
    for (const { number, argument, bits, when } of calls.masked) {
      const given = (value: number, condition: number): readonly number[] => [0, 1, 2, 3].map((index) => (index === argument ? value : index === when?.argument ? condition : 0))
      const lowest = bits & -bits
      expect([on({ number, arguments: given(lowest, when?.bits ?? 0) }), on({ number, arguments: given(~bits >>> 0, when?.bits ?? 0) })]).toEqual([notPermitted, allowed])
      if (when) expect(on({ number, arguments: given(bits, 0) })).toBe(allowed)
    }
    for (const { number, argument, values } of calls.valued) {
      const given = (value: number): readonly number[] => [0, 1].map((index) => (index === argument ? value : 0))
      expect([...values.map((value) => on({ number, arguments: given(value) })), on({ number, arguments: given(1) })]).toEqual([...values.map(() => notPermitted), allowed])
    }
  })

  test('calls of another architecture end the process, those of another interface fail', () => {
    expect([on({ number: 0, architecture: 0x4000_0003 }), on({ number: 0x4000_0000 })]).toEqual([killed, notPermitted])
  })
})

const probed = await probeBubblewrap({ platform: 'linux', path: ['/usr/local/bin', '/usr/bin', '/bin'], temporary: tmpdir() })
const works = probed.kind === 'works' && probed.containment.filter !== null ? probed.containment : null

describe.skipIf(works === null)(works === null ? `in bubblewrap, NOT TESTED on this host: ${probed.kind === 'fails' ? probed.reason : probed.limits.join(' ')}` : 'in bubblewrap', () => {
  const folder = mkdtempSync(join(tmpdir(), 'autopack-filter-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Whether the command did what it tries, first without the filter, then with it. */
  const tries = async (argv: readonly [string, ...string[]], did: () => boolean): Promise<readonly boolean[]> => {
    const attempts: boolean[] = []
    for (const filter of [null, works?.filter ?? null]) {
      const containment = { kind: 'bubblewrap', program: works?.program ?? '', disableUserns: false, filter } as const
      rmSync(join(folder, 'file'), { force: true })
      await tryCommand(contain(containment, { argv, env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' }, cwd: folder, hidden: [], readable: [process.execPath], writable: [folder], network: false }))
      attempts.push(did())
    }
    return attempts
  }
  const isSetUserId = (): boolean => existsSync(join(folder, 'file')) && (statSync(join(folder, 'file')).mode & 0o6000) !== 0

  test('no file gets a set-user-id bit, however it is made', async () => {
    expect(await tries(['sh', '-c', 'touch file && chmod u+s file'], isSetUserId)).toEqual([true, false])
    expect(await tries(['sh', '-c', 'touch file && chmod g+s file'], isSetUserId)).toEqual([true, false])
    expect(await tries(['install', '-m', '4755', '/bin/true', 'file'], isSetUserId)).toEqual([true, false])
    expect(await tries([process.execPath, '-e', 'process.umask(0); require("node:fs").openSync("file", "w", 0o4755)'], isSetUserId)).toEqual([true, false])
  })

  test('no further namespace is made', async () => {
    expect(await tries(['sh', '-c', 'unshare --user touch file'], () => existsSync(join(folder, 'file')))).toEqual([true, false])
  })

  test('programs of every day run', async () => {
    expect(await tries([process.execPath, '-e', 'new (require("node:worker_threads").Worker)("require(\'node:child_process\').execFileSync(\'sh\', [\'-c\', \'rm -rf r && git init -q r && git -C r status && touch file\'])", { eval: true })'], () => existsSync(join(folder, 'file')))).toEqual([true, true])
  })
})
