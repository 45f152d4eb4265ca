import { createCommandBuilder, createFileBuilder, createModelAuditor, createModelBuilder } from '@autopack/agents'
import { createEngine } from '@autopack/engine'
import { createGovernor } from '@autopack/governed-apply'
import { createCiRunner, createQualityGate } from '@autopack/quality-gate'
import type { Autopack } from './autopack.ts'
import { collectGarbage } from './collect-garbage.ts'
import { loadAhead } from './load-ahead.ts'
import type { AutopackParts } from './parts.ts'
import { preparePlan } from './prepare-plan.ts'
import { retryRun } from './retry-run.ts'
import { startRun } from './start-run.ts'
import { engineVersion } from './version.ts'
import type { Wired } from './wired.ts'

/** Wires the packages into one system: nothing is decided here, nothing is found by itself. */
export function createAutopack(parts: AutopackParts): Autopack {
  const { journal, artifacts, repository, runner, models, environment } = parts
  const governor = parts.governor ?? createGovernor({ repository, runner })
  const wired = {
    ...parts,
    engineVersion,
    builders: parts.builders ?? [createCommandBuilder({ runner, kept: keptFolders(parts) }), createModelBuilder(), createFileBuilder()],
    auditor: parts.auditor ?? createModelAuditor({ models }),
    governor,
    sink: loadAhead([governor, repository], parts.sink),
    ci: parts.ci ?? createCiRunner({ runner, artifacts, environment }),
    gate: parts.gate ?? createQualityGate(),
  }
  const engine = createEngine(wired)
  const all: Wired = { ...wired, engine }

  return {
    prepare: async (request) => preparePlan(all, request),
    start: async (ready, options) => startRun(all, { ready, run: options?.run, parent: null, base: null }),
    advance: async (run, options) => engine.advance(run, options),
    view: async (run) => engine.view(run),
    runs: async () => engine.runs(),
    events: (run, fromSeq) => engine.events(run, fromSeq),
    artifacts: async (run) => artifacts.list(run),
    artifact: async (run, hash) => artifacts.get(run, hash),
    pendingApprovals: async (run) => engine.approvals.pending(run),
    decide: async (run, approval, decision) => engine.approvals.decide(run, approval, decision),
    pause: async (run, by) => engine.tell(run, 'pause', { by, note: '' }),
    unpause: async (run, by) => engine.tell(run, 'continue', { by, note: '' }),
    cancel: async (run, by, note) => engine.tell(run, 'cancel', { by, note }),
    retry: async (run, options) => retryRun(all, run, options?.run),
    rollback: async (run, options) => engine.rollback(run, options?.phase),
    promote: async (run, options) => engine.promote(run, options?.target),
    gc: async (options) => collectGarbage(all, options),
    isolation: async () => runner.isolation(),
    close: async () => {
      await Promise.all([parts.ledger?.close(), repository.close?.()])
      await journal.close()
    },
  }
}

/** What no builder is shown whole because a plan lies in or above it: the person's tree with what git does not keep of it, their home. */
function keptFolders({ repository, environment }: AutopackParts): readonly string[] {
  const { HOME: home } = environment
  return [repository.identity.root, repository.identity.commonDirectory, ...(home === undefined ? [] : [home])]
}
