import type { Fix } from './fix-schema.ts'

type Argv = readonly [string, ...string[]]

/** The command of a fix: exact long options, and nothing but paths after `--`. */
export function fixArgv(fix: Fix): Argv {
  switch (fix.category) {
    case 'git':
      return gitArgv(fix)
    case 'file':
      return fileArgv(fix)
    case 'python':
      if (fix.op === 'create_environment') return ['python3', '-I', '-m', 'venv', '--', fix.args.path]
      return ['python3', '-I', '-c', 'import ast, sys; [ast.parse(open(path, "rb").read(), path) for path in sys.argv[2:]]', '--', ...fix.args.paths]
    case 'node':
      if (fix.op === 'install') return ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier']
      return ['node', '--check', '--', fix.args.path]
  }
}

function gitArgv(fix: Extract<Fix, { category: 'git' }>): Argv {
  switch (fix.op) {
    case 'abort_merge':
      return ['git', 'merge', '--abort']
    case 'abort_rebase':
      return ['git', 'rebase', '--abort']
    case 'abort_cherry_pick':
      return ['git', 'cherry-pick', '--abort']
    case 'list_conflicts':
      return ['git', 'diff', '--no-ext-diff', '--no-textconv', '--no-color', '--name-only', '--diff-filter=U', '--']
    case 'take_side':
      return ['git', 'checkout', `--${fix.args.side}`, '--', ...fix.args.paths]
    case 'restore':
      return ['git', 'restore', '--source=HEAD', '--staged', '--worktree', '--', ...fix.args.paths]
    case 'stage':
      return ['git', 'add', '--all', '--', ...fix.args.paths]
    case 'remove_untracked':
      return ['git', 'clean', '--force', '--quiet', '--', ...fix.args.paths]
  }
}

function fileArgv(fix: Extract<Fix, { category: 'file' }>): Argv {
  switch (fix.op) {
    case 'create':
      return ['cp', '--no-target-directory', '--no-clobber', '--', '/dev/null', fix.args.path]
    case 'create_folder':
      return ['mkdir', '--parents', '--', fix.args.path]
    case 'remove':
      return ['rm', '--force', '--', ...fix.args.paths]
    case 'move':
      return ['mv', '--no-target-directory', '--no-clobber', '--', fix.args.from, fix.args.to]
    case 'copy':
      return ['cp', '--no-target-directory', '--no-dereference', '--remove-destination', '--', fix.args.from, fix.args.to]
  }
}
