import type { Effect } from './attack-case.ts'

/** A fix that an ordinary tool would carry out by putting its words into a line of the shell. */
export interface FixAttack {
  readonly id: string
  readonly attackClass: string
  readonly mechanism: string
  readonly effect: Effect
  /** Fixes of Python and Node need a sandbox; below it they are denied. */
  readonly heldAt: 1 | 3
  readonly fix: { readonly category: string; readonly op: string; readonly args: Readonly<Record<string, unknown>> }
  /** What the ordinary tool runs. */
  readonly line: string
  readonly prepare: string
  /** What the person does next, in the same folder. */
  readonly after: string
  /** Of the host. */
  readonly env: Readonly<Record<string, string>>
  readonly needs: readonly string[]
}

interface FixRow {
  readonly fix: readonly [operation: string, args: Readonly<Record<string, unknown>>]
  readonly line?: string
  readonly prepare?: string
  readonly after?: string
  readonly effect?: Effect
  readonly env?: Readonly<Record<string, string>>
  readonly needs?: readonly string[]
}

/** How an ordinary tool words each operation; a word's place is taken by what it is given, as it is. */
const lines: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => string>> = {
  'git abort_merge': () => 'git merge --abort',
  'git abort_rebase': () => 'git rebase --abort',
  'git list_conflicts': () => 'git diff --name-only --diff-filter=U',
  'git take_side': ({ side, paths }) => `git checkout --${String(side)} ${listed(paths)}`,
  'git restore': ({ paths }) => `git restore --source=HEAD --staged --worktree ${listed(paths)}`,
  'git stage': ({ paths }) => `git add ${listed(paths)}`,
  'git remove_untracked': ({ paths }) => `git clean -ffd ${listed(paths)}`,
  'file create': ({ path }) => `touch ${String(path)}`,
  'file create_folder': ({ path }) => `mkdir -p ${String(path)}`,
  'file remove': ({ paths }) => `rm -rf ${listed(paths)}`,
  'file move': ({ from, to }) => `mv ${String(from)} ${String(to)}`,
  'file copy': ({ from, to }) => `cp ${String(from)} ${String(to)}`,
  'python create_environment': ({ path }) => `/usr/bin/python3 -m venv --without-pip ${String(path)}`,
  'python check_syntax': ({ paths }) => `/usr/bin/python3 -c "import ast, sys; [ast.parse(open(p).read()) for p in sys.argv[1:]]" ${listed(paths)}`,
  'node install': () => 'npm ci --offline --no-audit --no-fund',
  'node check_syntax': ({ path }) => `node --check ${String(path)}`,
}

function listed(paths: unknown): string {
  return Array.isArray(paths) ? paths.join(' ') : ''
}

/** Attacks from a table: mechanism → the fix, and what lies ready for it. */
export function fixAttacksOf(effect: Effect, rows: Readonly<Record<string, FixRow>>): readonly FixAttack[] {
  return Object.entries(rows).map(([mechanism, { fix: [operation, args], line = lines[operation]?.(args) ?? '', prepare = '', after = '', env = {}, needs = [], ...row }]) => {
    const [category = '', op = ''] = operation.split(' ')
    const heldAt = category === 'python' || category === 'node' ? 3 : 1
    return { id: `typed-fixes/${mechanism}`, attackClass: 'typed-fixes', mechanism, effect: row.effect ?? effect, heldAt, fix: { category, op, args }, line, prepare, after, env, needs }
  })
}
