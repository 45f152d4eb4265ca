import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@autopack/core/node'
import { openLedger } from '@autopack/store-sqlite'
import type { Bench, Finding } from '../bench.ts'
import { alternate, timed } from '../measuring/alternate.ts'
import { type Spread, spreadOf } from '../measuring/spread.ts'
import { answersAt, freePort, startServer, type ServerProcess } from '../measuring/start-server.ts'
import { type Caller, throughAiSdk, throughRouter, throughSdk, throughSdkUnstreamed } from '../trial/callers.ts'

const rounds = 12
const calls = 40
const upstreamScript = fileURLToPath(new URL('../trial/instant-upstream.ts', import.meta.url))
const gatewayScript = fileURLToPath(import.meta.resolve('@portkey-ai/gateway/build/start-server.js'))

export const modelCall: Bench = {
  name: 'model-call',
  about:
    'A whole streamed call with a JSON Schema, one after the other, to a server that answers at once: through the router (decided, held under two limits and two budgets, recorded, settled; ledger in memory, or on disk and durable), against the bare `openai` SDK that the router sends through, the AI SDK, and `@portkey-ai/gateway` as a process of its own: that one not streamed, against the SDK not streamed, for its streams fail on this Node and wait 25 ms by design. Processor time is the caller’s, the gateway’s with its process.',
  run: (place) => place.inFolder(measure),
}

async function measure(folder: string): Promise<readonly Finding[]> {
  await using upstream = startServer(['--conditions=@autopack/source', upstreamScript])
  const baseUrl = await upstream.firstLine
  const port = await freePort()
  await using gateway = startServer([gatewayScript, `--port=${port}`, '--headless'])
  await answersAt(`http://127.0.0.1:${port}/`)
  const ledger = await openLedger({ directory: join(folder, 'ledger'), clock: systemClock })
  const callers = {
    'openai SDK': throughSdk(baseUrl),
    'AI SDK': throughAiSdk(baseUrl),
    'router, memory': throughRouter(baseUrl),
    'router, disk': throughRouter(baseUrl, ledger),
    'openai SDK, unstreamed': throughSdkUnstreamed(baseUrl),
    gateway: throughSdkUnstreamed(`http://127.0.0.1:${port}/v1`, { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': baseUrl }),
  }
  try {
    return findings(await measureCallers(callers, gateway))
  } finally {
    await ledger.close()
  }
}

interface Measured {
  readonly wall: Spread
  readonly cpu: Spread
}

async function measureCallers<Name extends string>(callers: Readonly<Record<Name, Caller>>, gateway: ServerProcess): Promise<Record<Name, Measured>> {
  const names = Object.keys(callers) as Name[]
  const cpu = new Map(names.map((name): [Name, number[]] => [name, []]))
  const cpuNow = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + (gateway.cpuMs() ?? 0)
  const sides = Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        const before = cpuNow()
        const wall = await timed(async () => {
          for (let call = 0; call < calls; call += 1) await answered(callers[name])
        })
        cpu.get(name)?.push((cpuNow() - before) / calls)
        return wall / calls
      },
    ]),
  ) as Record<Name, () => Promise<number>>
  const wall = await alternate(rounds, sides)
  // the first round only warms up
  return Object.fromEntries(names.map((name) => [name, { wall: wall[name], cpu: spreadOf(cpu.get(name)?.slice(1) ?? []) }])) as Record<Name, Measured>
}

async function answered(call: Caller): Promise<void> {
  const text = await call()
  if (!text.includes('approve')) throw new Error(`not the answer: ${text}`)
}

type Side = 'openai SDK' | 'AI SDK' | 'router, memory' | 'router, disk' | 'openai SDK, unstreamed' | 'gateway'
type Sides = Readonly<Record<Side, Measured>>

const whats = { wall: 'latency', cpu: 'processor time' } as const

/** What a way adds to the bare SDK, and that of ours against that of others. */
function findings(sides: Sides): readonly Finding[] {
  return (['wall', 'cpu'] as const).flatMap((of) => {
    const bareOf = (name: Side): Side => (name === 'gateway' ? 'openai SDK, unstreamed' : 'openai SDK')
    const added = (name: Side): number => sides[name][of].median - sides[bareOf(name)][of].median
    const measured = (...names: readonly Side[]): Finding['measured'] => Object.fromEntries(names.map((name) => [`${name} ms`, sides[name][of]]))
    const adds = (name: Side, atMost: number): Finding => ({ what: `${whats[of]} that a call gains: ${name}`, value: added(name), unit: 'ms', goal: { atMost }, measured: measured(name, bareOf(name)) })
    const against = (name: Side, other: Side): Finding => ({ what: `${whats[of]} that a call gains: ${name} ÷ ${other}`, value: added(name) / added(other), unit: '×', goal: { atMost: 1 }, measured: measured(other, bareOf(other)) })
    return [adds('router, memory', 1), adds('router, disk', 5), against('router, memory', 'AI SDK'), against('router, memory', 'gateway'), against('router, disk', 'gateway')]
  })
}
