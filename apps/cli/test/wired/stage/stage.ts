import { join } from 'node:path'
import { type Autopack, type AutopackParts, createAutopack, type Preparation, type PrepareRequest, type Ready, type SourceText } from '@autopack/core'
import { nodeDefaults } from '@autopack/core/node'
import { createScriptedModel, type ScriptedModel, type ScriptedModelOptions } from '@autopack/testkit'
import { autopack as runCommand, type Ran, type TestShellOptions } from '../../shell.ts'
import { namesInArguments } from '../surface/command-line.ts'
import { namesInFile } from '../surface/configuration.ts'
import { namesInEvent } from '../surface/journal.ts'
import { withhold } from '../surface/withhold.ts'
import { type CommandProcess, startCommand } from './command-process.ts'
import { type Documents, documentsOf, type Setup } from './documents.ts'
import { processesWith } from './processes.ts'
import { createProjectFolder, type ProjectFolder } from './project.ts'
import { advanced, type Run } from './run.ts'

export interface StageOptions {
  /** Variables besides the usual ones. */
  readonly environment?: Readonly<Record<string, string>>
  readonly watched?: boolean
  readonly flags?: PrepareRequest['flags']
  /** Other parts than this machine's own. */
  readonly parts?: (own: AutopackParts) => Partial<AutopackParts>
}

export type Refused = Extract<Preparation, { readonly kind: 'refused' }>

/** One project with everything real around it; keeps in mind which names have been used and seen. */
export interface Stage extends ProjectFolder {
  /** Prepares, starts and executes a plan until it stops. */
  run(setup: Setup, options?: StageOptions): Promise<Run>
  /** What is said of a plan that is refused before a run is made of it. */
  refusal(setup: Setup, options?: StageOptions): Promise<Refused>
  /** A server on loopback that answers as scripted; `url` is where. */
  model(respond: ScriptedModelOptions['respond']): Promise<ScriptedModel & { readonly url: string }>
  /** Writes a plan, and `.autopack/` of the project, and returns the plan's path. */
  writePlan(setup: Setup): string
  /** Runs the command line in this process, inside the repository. */
  command(...args: readonly string[]): Promise<Ran>
  commandIn(options: Partial<TestShellOptions>, ...args: readonly string[]): Promise<Ran>
  /** Starts the command line as a process of its own, inside the repository. */
  process(...args: readonly string[]): CommandProcess
  /** A process of `process` has ended with this code. */
  exited(process: CommandProcess): Promise<Awaited<ReturnType<CommandProcess['ended']>>>
  /** Everything that was used or has been seen so far. */
  names(): Promise<ReadonlySet<string>>
  /** Ends and removes everything. Returns the processes that had been left over. */
  leave(): Promise<readonly string[]>
}

/** A key that is withheld is in no file, whatever a showing writes: as if it were not wired. */
export function createStage({ withheld = null }: { readonly withheld?: string | null } = {}): Stage {
  const project = createProjectFolder()
  const seen = new Set<string>()
  const opened: Autopack[] = []
  const models: ScriptedModel[] = []
  const processes: CommandProcess[] = []
  const state = { runs: 0 }

  const written = (setup: Setup): Documents => (withheld === null ? documentsOf(setup) : withholdFrom(documentsOf(setup), withheld))
  const note = (names: readonly string[]): void => names.forEach((name) => seen.add(name))

  const open = async (documents: Documents, options: StageOptions): Promise<Autopack> => {
    noteDocuments(note, documents)
    const own = await nodeDefaults({ root: project.root, environment: { ...project.environment, ...options.environment }, configuration: configurationOf(documents) })
    const autopack = createAutopack({ ...own, ...options.parts?.(own) })
    opened.push(autopack)
    return autopack
  }

  const prepare = async (setup: Setup, options: StageOptions): Promise<{ readonly autopack: Autopack; readonly preparation: Preparation }> => {
    const documents = written(setup)
    const autopack = await open(documents, options)
    const preparation = await autopack.prepare({ plan: source('plan.yaml', documents.plan), planDirectory: join(project.folder, 'plan'), flags: options.flags ?? {}, watched: options.watched ?? false })
    return { autopack, preparation }
  }

  const stage: Stage = {
    ...project,
    run: async (setup, options = {}) => {
      const { autopack, preparation } = await prepare(setup, options)
      state.runs += 1
      return advanced(autopack, await autopack.start(ready(preparation), { run: `run-${state.runs}` }))
    },
    refusal: async (setup, options = {}) => refused((await prepare(setup, options)).preparation),
    model: async (respond) => {
      const model = createScriptedModel({ respond })
      models.push(model)
      return Object.assign(model, { url: await model.start() })
    },
    writePlan: (setup) => writePlan(project, written(setup), note, (state.runs += 1)),
    command: (...args) => stage.commandIn({}, ...args),
    commandIn: async (options, ...args) => {
      note(namesInArguments(args))
      return runCommand(args, { cwd: project.root, environment: project.environment, ...options })
    },
    process: (...args) => {
      note(namesInArguments(args))
      const started = startCommand(args, project.root, project.environment)
      processes.push(started)
      return started
    },
    exited: async (started) => {
      const ended = await started.ended()
      note([`exit ${ended.code}`])
      return ended
    },
    names: async () => {
      note(await namesInJournals(project))
      return seen
    },
    leave: async () => {
      for (const autopack of opened) await autopack.close()
      for (const model of models) await model.close()
      for (const { child } of processes) child.kill('SIGKILL')
      for (const started of processes) await started.ended()
      const left = processesWith(project.folder)
      project.remove()
      return left
    },
  }
  return stage
}

/** The names in every journal of the repository, whoever wrote it. */
async function namesInJournals({ root, environment }: ProjectFolder): Promise<readonly string[]> {
  const reading = createAutopack(await nodeDefaults({ root, environment, configuration: configurationOf(documentsOf({})), readOnly: true }))
  const names: string[] = []
  for (const { run } of await reading.runs()) for await (const event of reading.events(run)) names.push(...namesInEvent(event))
  await reading.close()
  return names
}

function withholdFrom({ plan, project, strategy, policy, models, pricing }: Documents, name: string): Documents {
  return {
    plan: withhold('plan', plan, name),
    project: project === null ? null : withhold('project-config', project, name),
    strategy: withhold('strategy', strategy, name),
    policy: withhold('policy', policy, name),
    models: withhold('models', models, name),
    pricing: withhold('pricing', pricing, name),
  }
}

function noteDocuments(note: (names: readonly string[]) => void, documents: Documents): void {
  const { plan, project, strategy, policy, models, pricing } = documents
  const files = { plan, 'project-config': project, strategy, policy, models, pricing } as const
  note((Object.keys(files) as (keyof typeof files)[]).flatMap((file) => namesInFile(file, files[file])))
}

function writePlan(project: ProjectFolder, documents: Documents, note: (names: readonly string[]) => void, number: number): string {
  noteDocuments(note, documents)
  const own = { models: documents.models, pricing: documents.pricing, ...(documents.project === null ? {} : { config: documents.project }) }
  for (const [name, document] of Object.entries(own)) project.write(`project/.autopack/${name}.yaml`, JSON.stringify(document))
  return project.write(join('plans', `${number}.yaml`), JSON.stringify(documents.plan))
}

function configurationOf({ project, strategy, policy, models, pricing }: Documents): Parameters<typeof nodeDefaults>[0]['configuration'] {
  return {
    project: project === null ? null : source('.autopack/config.yaml', project),
    strategy: source('strategy.yaml', strategy),
    policy: source('policy.yaml', policy),
    models: source('models.yaml', models),
    pricing: source('pricing.yaml', pricing),
  }
}

function source(file: string, document: object): SourceText {
  return { file, text: JSON.stringify(document) }
}

function ready(preparation: Preparation): Ready {
  if (preparation.kind === 'ready') return preparation
  throw new Error(`the plan was refused: ${preparation.problems.join('\n')}`)
}

function refused(preparation: Preparation): Refused {
  if (preparation.kind === 'refused') return preparation
  throw new Error('the plan was not refused')
}
