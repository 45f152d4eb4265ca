import type { KillPoint } from './kill-point.ts'

const deeds: Readonly<Record<string, string>> = {
  'journal.append': 'events appended to the journal',
  'artifacts.put': 'artifact kept',
  'baselines.put': 'baseline kept for other runs',
  'workspace.create': 'checkout made',
  'workspace.capture': 'change taken from a checkout',
  'workspace.keepPrepared': 'result of setup kept',
  'workspace.remove': 'checkout removed',
  'repository.writeTree': 'tree written',
  'repository.writeCommit': 'candidate commit written',
  'repository.moveRef': 'branch, tag or candidate moved',
  'models.call': 'model called',
  'ledger.sweep': 'lapsed holds ended',
  'ledger.record': 'decision recorded',
  'ledger.permit': 'turn at a provider taken',
  'ledger.release': 'turn at a provider given back',
  'ledger.reserve': 'call held under every limit and budget',
  'ledger.markSent': 'call marked as sent',
  'ledger.settle': 'call settled',
  'ledger.void': 'hold given back',
  'runner.run': 'builder, CI or setup command run',
}

export interface SuiteSize {
  readonly points: readonly KillPoint[]
  /** Kills while a second process takes over. */
  readonly recoveries: number
  /** Kills in the middle of something. */
  readonly middles: number
}

/** Kills in the normal profile and in the nightly one. */
export function countKills({ points, recoveries, middles }: SuiteSize): { readonly normal: number; readonly nightly: number } {
  return { normal: points.filter(({ when }) => when === 'after').length + recoveries + middles, nightly: points.length + recoveries + middles }
}

/** The page that says how many kills the suite survives; the suite holds it to the truth. */
export function describeSuite(size: SuiteSize): string {
  const { points, recoveries, middles } = size
  const { normal, nightly } = countKills(size)
  const after = points.filter(({ when }) => when === 'after')
  const members = [...new Set(after.map(({ member }) => member))].toSorted()
  const rows = members.map((member) => `| ${deeds[member] ?? member} | ${after.filter((point) => point.member === member).length} |`)
  return `<!-- held true by packages/core/test/crash/crash.test.ts; \`npx vitest run --project core crash -u\` writes it -->
# Crash suite

A run of three phases (command and model builders, an auditor, setup, CI) on a real repository and a real store, in processes that are killed with SIGKILL
and followed by one that finishes. Every time the journal must fold to the same result, the branch must hold the same trees, parents, messages and dates
under the same tags, and no commit, charge or CI run may be lost, or doubled beyond the one effect in flight.

**${normal} kill points in \`npm test\`, ${nightly} with \`AUTOPACK_PROFILE=nightly\`**: after each of the ${after.length} deeds of the run, ${middles} in the middle of a command, of git's or of a model's answer, ${recoveries} while a
second process takes over; nightly also before each deed, where the disk is as it was after the deed before.

| deed | times |
|---|---|
${rows.join('\n')}
`
}
