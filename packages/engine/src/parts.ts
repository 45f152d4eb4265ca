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

/** Everything the engine touches; it finds nothing by itself. */
export interface EngineParts {
  readonly journal: Journal
  readonly artifacts: ArtifactStore
  readonly baselines: BaselineStore
  readonly repository: Repository
  readonly workspace: Workspace
  readonly runner: Pick<CommandRunner, 'isolation' | 'sweep' | 'run'>
  readonly models: ModelClient
  readonly builders: readonly Builder[]
  readonly auditor: Auditor
  readonly governor: ChangeGovernor
  readonly ci: CiRunner
  readonly gate: QualityGate
  readonly clock: Clock
  readonly ids: IdSource
  readonly sink?: EventSink
  readonly engineVersion: string
}
