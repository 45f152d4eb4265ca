import { expect, test } from 'vitest'
import { commandRunnerConformance } from '../conformance/command-runner.ts'
import { createScriptedRunner } from './scripted-runner.ts'

const scripted = createScriptedRunner({
  programs: {
    fail: () => ({ exitCode: 3, stdout: 'out', stderr: 'error' }),
    print: ({ argv }) => ({ stdout: 'x'.repeat(Number(argv[1])) }),
    hang: () => ({ hangs: true, stdout: 'started' }),
    die: () => ({ signal: 'SIGKILL' }),
    copy: ({ stdin }) => ({ stdout: Buffer.from(stdin ?? []).toString() }),
  },
})

for (const { name, run } of commandRunnerConformance({
  runner: scripted,
  folder: '/',
  programs: { failing: ['fail'], printing: (bytes) => ['print', String(bytes)], hanging: ['hang'], killed: ['die'], copying: ['copy'] },
})) {
  test(name, async () => expect(await run()).toBeUndefined())
}

test('a scripted runner remembers what it was asked to run and to sweep', async () => {
  const runner = createScriptedRunner({ programs: { ok: () => ({ survivors: 2 }), forbidden: () => ({ denied: 'not here' }) } })
  const command = { use: 'ci', cwd: '/', writable: [], readable: [], env: {}, network: false, timeoutMs: 10, outputLimit: 10, marker: 'r:1:1' } as const
  expect(await runner.run({ ...command, argv: ['ok'] })).toMatchObject({ kind: 'exited', exitCode: 0, survivors: 2 })
  expect(await runner.run({ ...command, argv: ['forbidden'] })).toEqual({ kind: 'denied', message: 'not here' })
  await runner.sweep('r:')
  expect([runner.commands.map(({ argv }) => argv[0]), runner.swept]).toEqual([['ok', 'forbidden'], ['r:']])
})
