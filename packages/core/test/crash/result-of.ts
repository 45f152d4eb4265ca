import type { RunView } from '@autopack/engine'

/** How many processes were still ending when their command had ended is chance. */
const survivors = /; \d+ process(?:es)? it left behind w(?:as|ere) ended/

type Attempt = RunView['phases'][string]['attempts'][number]

/** What a run came to, whatever time and how many processes it took. */
export function resultOf(view: RunView): object {
  return {
    state: view.state,
    reason: view.reason,
    head: view.branchExists,
    openEffect: view.openEffect,
    tiers: view.tiers.map(({ slice, state, reason, ciRuns }) => ({ id: slice.id, state, reason, ciRuns })),
    phases: Object.values(view.phases).map(({ slice, state, reason, auditRounds, waiting, rolledBack, attempts }) => ({ id: slice.id, state, reason, auditRounds, waiting, rolledBack, attempts: attempts.map(attemptOf) })),
    baselines: Object.values(view.baselines).map((baseline) => (baseline.kind === 'measured' ? baseline.verdict : baseline)),
    setups: view.setups,
    issues: view.issues.map((issue) => ({ ...issue, at: null })),
    hints: view.hints,
    approvals: view.approvals,
    alerts: view.alerts,
    answered: Object.values(view.calls).flatMap(({ phase, role, model, end }) => (end?.ended === 'answered' ? [{ phase, role, model, usage: end.usage, nanoUsd: end.nanoUsd, served: end.served }] : [])),
  }
}

function attemptOf({ number, hints, difference, build, accepted, ci, audit, displaced, ended, failure }: Attempt): object {
  return {
    number,
    hints,
    difference,
    build: build?.kind === 'proposed' ? { tree: build.tree, summary: build.summary.replace(survivors, ''), family: build.family } : build,
    accepted: accepted === null ? null : { tree: accepted.tree, digest: accepted.digest, asks: accepted.asks, paths: accepted.paths, diff: accepted.diff, lines: [accepted.linesAdded, accepted.linesDeleted] },
    ci: ci === null ? null : { verdict: ci.verdict, commands: ci.commands.map(({ run, exitCode }) => [run, exitCode]), excerpt: ci.excerpt },
    audit,
    displaced,
    ended,
    failure,
  }
}
