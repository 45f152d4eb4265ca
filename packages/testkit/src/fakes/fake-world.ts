import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type {
  ArtifactStore,
  AuditOutcome,
  Auditor,
  BaselineStore,
  BuildContext,
  BuildOutcome,
  BuildRequest,
  Builder,
  ChangeGovernor,
  ChangeJudgement,
  CiResult,
  CiRunner,
  CiVerdict,
  GateVerdict,
  IsolationReport,
  Journal,
  QualityGate,
} from '@autopack/contracts'
import { createScriptedClient, type ScriptedClient } from '../model/scripted-client.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { createFakeIds } from './fake-ids.ts'
import { createMemoryArtifacts } from './memory-artifacts.ts'
import { createMemoryBaselines } from './memory-baselines.ts'
import { createMemoryGovernor } from './memory-governor.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { createMemoryRepository, type MemoryRepository } from './memory-repository.ts'
import { createMemoryWorkspace } from './memory-workspace.ts'

/** What a test says about one run; everything left out succeeds. */
export interface WorldScript {
  readonly files?: Readonly<Record<string, string>>
  /** Default: writes `<phase>.txt` with the attempt's number. */
  readonly build?: (request: BuildRequest, context: BuildContext) => Promise<BuildOutcome> | BuildOutcome
  readonly ci?: (checkout: string, commands: readonly string[][]) => Promise<Partial<CiVerdict>> | Partial<CiVerdict>
  readonly audit?: (attempt: number, context: BuildContext) => Promise<AuditOutcome> | AuditOutcome
  readonly auditor?: boolean
  readonly judge?: (accepted: ChangeJudgement) => ChangeJudgement
  readonly gate?: (verdict: GateVerdict) => GateVerdict
  readonly model?: Parameters<typeof createScriptedClient>[0]['respond']
  readonly setupExitCode?: number
}

/** Every port the engine needs, in memory: time and money are fakes, folders are real and below one temporary directory. */
export interface FakeWorld {
  readonly journal: Journal
  readonly artifacts: ArtifactStore
  readonly baselines: BaselineStore
  readonly repository: MemoryRepository
  readonly workspace: ReturnType<typeof createMemoryWorkspace>
  readonly runner: { readonly isolation: () => Promise<IsolationReport>; readonly sweep: () => Promise<number>; readonly run: () => Promise<{ readonly kind: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string; readonly droppedBytes: number; readonly durationMs: number; readonly survivors: number }> }
  readonly models: ScriptedClient
  readonly builders: readonly Builder[]
  readonly auditor: Auditor
  readonly governor: ChangeGovernor
  readonly ci: CiRunner
  readonly gate: QualityGate
  readonly clock: FakeClock
  readonly ids: ReturnType<typeof createFakeIds>
  readonly engineVersion: string
  /** What happened, in order: `build a 1`, `ci a`, `audit a 1`. */
  readonly log: string[]
  remove(): Promise<void>
}

export async function createFakeWorld(script: WorldScript = {}): Promise<FakeWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'autopack-world-'))
  const clock = createFakeClock()
  const log: string[] = []
  const repository = createMemoryRepository({ files: script.files ?? { 'README.md': '# sample\n' } })
  return {
    journal: createMemoryJournal({ clock }),
    artifacts: createMemoryArtifacts(),
    baselines: createMemoryBaselines(),
    repository,
    workspace: createMemoryWorkspace({ repository, directory }),
    runner: {
      isolation: async () => ({ achieved: 0, degradedBecause: ['Nothing is run in a world of fakes.'] }),
      sweep: async () => 0,
      run: async () => ({ kind: 'exited', exitCode: script.setupExitCode ?? 0, stdout: 'setup', stderr: '', droppedBytes: 0, durationMs: 1, survivors: 0 }),
    },
    models: createScriptedClient({ respond: script.model ?? (() => 'ok') }),
    builders: (['command', 'model', 'file'] as const).map((kind) => scriptedBuilder(kind, script, log)),
    auditor: scriptedAuditor(script, log),
    governor: createMemoryGovernor(repository, script.judge),
    ci: scriptedCi(script, log),
    gate: scriptedGate(script),
    clock,
    ids: createFakeIds(),
    engineVersion: '0.0.0-test',
    log,
    remove: async () => rm(directory, { recursive: true, force: true }),
  }
}

function scriptedBuilder(kind: Builder['kind'], script: WorldScript, log: string[]): Builder {
  return {
    contract: 1,
    kind,
    build: async (request, context) => {
      log.push(`build ${request.phase.id} ${request.attempt}`)
      if (script.build !== undefined) return script.build(request, context)
      const file = join(request.checkout, `${request.phase.id}.txt`)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, `attempt ${request.attempt}\n`)
      return { kind: 'proposed', summary: 'wrote a file', family: null, evidence: [] }
    },
  }
}

function scriptedAuditor(script: WorldScript, log: string[]): Auditor {
  return {
    contract: 1,
    available: () => script.auditor ?? false,
    audit: async (request, context) => {
      log.push(`audit ${request.phase.id} ${request.attempt}`)
      return script.audit?.(request.attempt, context) ?? { kind: 'audited', verdict: 'approve', findings: [], family: 'auditor', model: 'auditor', independent: true }
    },
  }
}

const green: CiVerdict = { verdict: 'green', reasons: [], newFailures: [], knownFailures: [], counts: { passed: 1, failed: 0, skipped: 0 }, lostTests: [] }

function scriptedCi(script: WorldScript, log: string[]): CiRunner {
  const verdicts = new WeakMap<CiResult, CiVerdict>()
  return {
    contract: 1,
    environmentKey: (entries) => JSON.stringify(entries.map(({ envFrom = [] }) => envFrom)),
    run: async ({ checkout, entries, marker }) => {
      log.push(`ci ${marker.split(':').at(-1)}`)
      const commands = entries.map((entry) => [...entry.run])
      const result: CiResult = { entries: [] }
      verdicts.set(result, { ...green, ...(await script.ci?.(checkout, commands)) })
      return result
    },
    judge: (result) => verdicts.get(result) ?? green,
    describe: (_result, verdict) => verdict.reasons.join('\n'),
  }
}

function scriptedGate(script: WorldScript): QualityGate {
  return {
    contract: 1,
    judge: ({ phase, audit, asks }) => {
      const plain: GateVerdict =
        audit?.kind === 'audited' && audit.verdict === 'reject'
          ? { kind: 'reject', reasons: audit.findings.map((finding) => finding.message) }
          : phase.audit === 'required' && audit === null
            ? { kind: 'block', reasons: ['an auditor is required'] }
            : asks.length > 0 || !phase.autoApply
              ? { kind: 'ask', asks }
              : { kind: 'pass' }
      return script.gate?.(plain) ?? plain
    },
  }
}
