import { createHash } from 'node:crypto'
import type { ArtifactStore, CiEntryResult, CiRunner, CommandRunner } from '@autopack/contracts'
import { describeFailure } from '@autopack/failure-analysis'
import { judgeCi } from './judge-ci.ts'
import { passedOn } from './passed-on.ts'
import { runEntry } from './run-entry.ts'

export interface CiRunnerOptions {
  readonly runner: CommandRunner
  readonly artifacts: ArtifactStore
  /** Where the variables that entries name in `envFrom` come from. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Runs a project's CI entries one after another and judges what they report. */
export function createCiRunner({ runner, artifacts, environment }: CiRunnerOptions): CiRunner {
  return {
    contract: 1,
    environmentKey: (entries) => createHash('sha256').update(JSON.stringify(entries.map((entry) => Object.entries(passedOn(entry, environment))))).digest('hex'),
    async run(request, signal) {
      const entries: CiEntryResult[] = []
      let remainingMs = request.timeoutMs
      for (const entry of request.entries) {
        const result = await runEntry(entry, request, { runner, artifacts, environment, remainingMs, signal })
        entries.push(result)
        remainingMs -= result.durationMs
        if (couldNotRun(result)) break
      }
      return { entries }
    },
    judge: judgeCi,
    describe: (result, verdict) => (verdict.verdict === 'green' ? '' : describeFailure(result, verdict)),
  }
}

function couldNotRun({ ended }: CiEntryResult): boolean {
  return ended === 'not-found' || ended === 'denied' || ended === 'aborted'
}
