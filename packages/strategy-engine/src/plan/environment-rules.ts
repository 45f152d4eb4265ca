const names = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Names that would change how Autopack, git or the program loader work, rather than what the command does. */
const reserved: readonly RegExp[] = [
  /^AUTOPACK_/,
  /^GIT_/,
  /^LD_/,
  /^DYLD_/,
  /^(?:PATH|HOME|TMPDIR|IFS|ENV|BASH_ENV|SHELLOPTS|NODE_OPTIONS|PERL5OPT|RUBYOPT|PYTHONSTARTUP|JAVA_TOOL_OPTIONS)$/,
]

/** Why a name cannot be set for a command, or null when it can. */
export function variableProblem(name: string): string | null {
  if (!names.test(name)) return 'is not a variable name; letters, digits and underscores, not starting with a digit'
  if (reserved.some((pattern) => pattern.test(name))) return 'is reserved: it would change how the command is run or judged; choose another name'
  return null
}
