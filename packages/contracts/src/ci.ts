import type { ArtifactReference } from './artifacts.ts'
import type { CiEntry } from './files/plan.ts'

export type TestStatus = 'passed' | 'failed' | 'skipped'

export interface TestCase {
  /** Stable across runs: suite path and name, joined by ` > `. */
  readonly name: string
  readonly status: TestStatus
  readonly message?: string
  /** Repository-relative. */
  readonly file?: string
  readonly line?: number
}

/** What one report says. `collectionErrors` are failures to load tests at all; they always block. */
export interface TestReport {
  readonly cases: readonly TestCase[]
  readonly collectionErrors: readonly string[]
}

export interface CiEntryResult {
  readonly run: readonly string[]
  /** Null when it did not exit by itself. */
  readonly exitCode: number | null
  readonly ended: 'exited' | 'signalled' | 'timed-out' | 'not-found' | 'denied' | 'aborted'
  readonly durationMs: number
  /** Null when the entry declares no report. */
  readonly report: TestReport | null
  /** Why a declared report could not be read; null when it could. */
  readonly reportError: string | null
  /** The end of the output, for people and hints; at most 4 kB. */
  readonly excerpt: string
  readonly output: ArtifactReference
}

export interface CiResult {
  readonly entries: readonly CiEntryResult[]
}

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The judgement of a result against the baseline. */
export interface CiVerdict {
  readonly verdict: 'green' | 'red' | 'environment'
  /** One line each; empty when green. */
  readonly reasons: readonly string[]
  /** Failing now and not in the baseline. */
  readonly newFailures: readonly string[]
  /** Failing in the baseline too. */
  readonly knownFailures: readonly string[]
  readonly counts: TestCounts
  /** Tests of the baseline that are gone or skipped now, with no other in their place; the gate asks a person about them. */
  readonly lostTests: readonly string[]
}

export interface CiRequest {
  readonly entries: readonly CiEntry[]
  /** Absolute root of a fresh checkout of the judged tree; the only writable folder. */
  readonly checkout: string
  readonly run: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly marker: string
}

/** Runs a project's own CI commands and reads their reports. Contract 1. */
export interface CiRunner {
  readonly contract: 1
  /** Hash of what entries take from the environment Autopack runs in: the names and the values of their `envFrom`. */
  environmentKey(entries: readonly CiEntry[]): string
  /** Never throws for what the commands do; stops at the first entry that could not run at all. */
  run(request: CiRequest, signal: AbortSignal): Promise<CiResult>
  /** Pure: a failure seen in the baseline is not the change's; zero executed tests is red; a baseline of null means this is the baseline. */
  judge(result: CiResult, baseline: CiResult | null): CiVerdict
  /** Pure: what went wrong, for the next attempt and for people, at most 1,500 characters; empty when green. */
  describe(result: CiResult, verdict: CiVerdict): string
}
