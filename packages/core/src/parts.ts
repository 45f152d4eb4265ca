import type {
  ArtifactStore,
  Auditor,
  BaselineStore,
  Builder,
  ChangeGovernor,
  CiRunner,
  Clock,
  CommandRunner,
  EventSink,
  IdSource,
  Journal,
  ModelClient,
  QualityGate,
  Repository,
  Workspace,
} from '@autopack/contracts'
import type { SourceText } from './autopack.ts'
import type { Caches } from './node/create-caches.ts'
import type { ClosableLedger } from './node/lazy-ledger.ts'

/** The texts a plan is compiled with; `project` is `.autopack/config.yaml`, null where there is none. */
export interface PlanConfiguration {
  readonly strategy: SourceText
  readonly policy: SourceText
  readonly project: SourceText | null
}

/**
 * Everything `createAutopack` wires. What touches the world is passed in; the rest has a default made from it.
 * `nodeDefaults` of `@autopack/core/node` fills all of it for one repository.
 */
export interface AutopackParts {
  readonly configuration: PlanConfiguration
  readonly journal: Journal
  readonly artifacts: ArtifactStore
  readonly baselines: BaselineStore
  readonly repository: Repository
  readonly workspace: Workspace
  readonly runner: CommandRunner
  readonly models: ModelClient
  /** What the models' limits are counted in, for reports; closed with the rest. */
  readonly ledger?: ClosableLedger
  /** Where `gc` looks for what repositories that are gone have left. Default: nowhere. */
  readonly caches?: Caches
  /** Of this repository's operations and runs in the ledger. */
  readonly namespace?: string
  readonly clock: Clock
  readonly ids: IdSource
  /** Where `envFrom` of CI entries takes its variables from. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly sink?: EventSink
  /** Default: command, model and file. */
  readonly builders?: readonly Builder[]
  /** Default: the model configured for the role. */
  readonly auditor?: Auditor
  readonly governor?: ChangeGovernor
  readonly ci?: CiRunner
  readonly gate?: QualityGate
  /** Author and committer of Autopack's commits. Default: Autopack <autopack@localhost>. */
  readonly author?: { readonly name: string; readonly email: string }
}
