import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal, JournalEvent } from '@autopack/contracts'
import { createAutopack, type AutopackParts, type RunView } from '@autopack/core'
import { nodeDefaults, type NodeDefaultsOptions } from '@autopack/core/node'
import { createGitFixture, createScriptedModel } from '@autopack/testkit'
import type { Scenario } from './scenario.ts'

const project: Readonly<Record<string, string>> = {
  '.gitignore': 'library/\n',
  'README.md': '# Greetings\n',
  'setup.sh': `mkdir -p library\nprintf 'count=0\\ncheck() { count=$((count + 1)); if [ "$2" = "$3" ]; then echo "ok $count - $1"; else echo "not ok $count - $1"; fi; }\\n' > library/check.sh\n`,
  'test.sh': '. ./library/check.sh\necho "TAP version 13"\nfor file in tests/*.sh; do . "./$file"; done\necho "1..$count"\n',
  'tests/name.sh': `check 'the project has a name' "$(head -n 1 README.md)" '# Greetings'\n`,
}

export interface Recording {
  readonly events: readonly JournalEvent[]
  readonly view: RunView
}

/** Plays a scenario in a real repository, with a real store and a model on loopback, and returns what the journal then holds. */
export async function recordRun(scenario: Scenario): Promise<Recording> {
  const folder = mkdtempSync(join(tmpdir(), 'autopack-golden-'))
  const repository = createGitFixture(project)
  await using model = createScriptedModel({ respond: scenario.replies })
  try {
    const plan = join(folder, 'plan')
    mkdirSync(plan)
    for (const [name, text] of Object.entries(scenario.scripts)) writeFileSync(join(plan, name), text)
    const environment = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, SCRIPTED_KEY: 'sk-scripted-0123456789' }
    const parts = await nodeDefaults({ root: repository.root, environment, configuration: configurationFor(await model.start()) })
    const autopack = createAutopack(parts)
    const prepared = await autopack.prepare({ plan: { text: scenario.plan, file: 'plan.yaml' }, planDirectory: plan, flags: {}, watched: false })
    if (prepared.kind === 'refused') throw new Error(prepared.problems.join('\n'))
    await autopack.start(prepared, { run: scenario.name })
    await scenario.play({ autopack, dieAt: (type) => dieAt(parts, scenario.name, type), dieCalling: () => dieCalling(parts, scenario.name) })
    const recording = { events: await Array.fromAsync(autopack.events(scenario.name)), view: await autopack.view(scenario.name) }
    await autopack.close()
    return recording
  } finally {
    repository.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

const death = new Error('killed')

async function dieAt(parts: AutopackParts, run: string, type: string): Promise<void> {
  const journal: Journal = {
    ...parts.journal,
    append: async (...input) => {
      if (input[3].some((event) => event.type === type)) throw death
      return parts.journal.append(...input)
    },
  }
  await expectDeath({ ...parts, journal }, run)
}

async function dieCalling(parts: AutopackParts, run: string): Promise<void> {
  await expectDeath({ ...parts, models: { ...parts.models, call: () => Promise.reject(death) } }, run)
}

async function expectDeath(parts: AutopackParts, run: string): Promise<void> {
  const error: unknown = await createAutopack(parts).advance(run).catch((thrown: unknown) => thrown)
  if (error !== death) throw new Error('the run lived on', { cause: error })
}

function configurationFor(baseUrl: string): NodeDefaultsOptions['configuration'] {
  const shipped = (name: string): { readonly file: string; readonly text: string } => ({ file: name, text: readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8') })
  const roles = (chain: string): string => `{ low: [${chain}], medium: [${chain}], high: [${chain}] }`
  return {
    strategy: shipped('strategy.yaml'),
    policy: shipped('policy.yaml'),
    project: null,
    models: {
      file: 'models.yaml',
      text: `
version: 1
providers: { scripted: { kind: openai, baseUrl: "${baseUrl}", apiKeyEnv: SCRIPTED_KEY } }
models:
  author: { provider: scripted, name: author-1, family: north, billing: metered, maxOutputTokens: 4096 }
  reviewer: { provider: scripted, name: reviewer-1, family: south, billing: metered, maxOutputTokens: 4096 }
roles: { builder: ${roles('author')}, auditor: ${roles('reviewer')} }
escalateAfter: 1
`,
    },
    pricing: { file: 'pricing.yaml', text: 'version: 1\nprices: { author: { input: 1, output: 4 }, reviewer: { input: 2, output: 8 } }\n' },
  }
}
