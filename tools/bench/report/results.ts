import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Bench, Finding } from '../bench.ts'
import type { Machine } from './machine.ts'
import { table } from './table.ts'

const folder = new URL('../', import.meta.url)
const files = { json: fileURLToPath(new URL('results.json', folder)), markdown: fileURLToPath(new URL('results.md', folder)) }

/** One bench's newest outcome. */
export interface Outcome {
  readonly about: string
  readonly day: string
  readonly machine: Machine
  readonly findings: readonly Finding[]
}

type Results = Readonly<Record<string, Outcome>>

/** Puts outcomes in the place of older ones of the same benches, in the order of `benches`. */
export function keepResults(benches: readonly Bench[], fresh: Results): void {
  const older: Results = existsSync(files.json) ? (JSON.parse(readFileSync(files.json, 'utf8')) as Results) : {}
  const all = { ...older, ...fresh }
  const kept = Object.fromEntries(benches.flatMap(({ name }) => (all[name] === undefined ? [] : [[name, all[name]]])))
  writeFileSync(files.json, `${JSON.stringify(kept, null, 2)}\n`)
  writeFileSync(files.markdown, document(kept))
}

function document(results: Results): string {
  return [heading, ...Object.entries(results).map(([name, outcome]) => section(name, outcome))].join('\n')
}

const heading = `# What \`npm run bench\` measured last

Written by \`npm run bench\`; \`npm run bench -- NAME\` measures one. The sides of a ratio are measured in turn in one run, and the ratio is that of their medians.
`

function section(name: string, { about, day, machine, findings }: Outcome): string {
  const { processor, cores, memoryGb, system, node, git, sandbox, temporaryDisk, priority, loadBefore } = machine
  const host = `${day} · ${processor}, ${cores} cores, ${memoryGb} GB · ${system} · Node ${node} · git ${git} · ${sandbox} · ${temporaryDisk} · ${priority} priority, load before ${loadBefore}`
  return `## ${name}\n\n${about}\n\n${table(findings)}\n\n${host}\n`
}
