// Writes the journals of this version, recorded from the real system, and their folds to packages/engine/golden/<version>/.
// `npm run golden` once for each release; what is there is never written again.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import manifest from '@autopack/core/package.json' with { type: 'json' }
import { recordRun } from './record-run.ts'
import { scenarios } from './scenarios/index.ts'

const target = new URL(`../../packages/engine/golden/${manifest.version}/`, import.meta.url)

if (existsSync(target)) {
  console.error(`${target.pathname} exists: the journals of a released version stay as they are.`)
  process.exitCode = 1
} else {
  const recordings = []
  for (const scenario of scenarios) recordings.push({ name: scenario.name, ...(await recordRun(scenario)) })
  mkdirSync(target, { recursive: true })
  for (const { name, events, view } of recordings) {
    writeFileSync(new URL(`${name}.journal.jsonl`, target), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    writeFileSync(new URL(`${name}.view.json`, target), `${JSON.stringify(view, null, 2)}\n`)
    console.log(`${name}: ${events.length} events, ${view.state}`)
  }
}
