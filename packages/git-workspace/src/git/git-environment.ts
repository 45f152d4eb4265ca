/** Settings no repository may change: nothing it configures runs a program, reaches the network or rewrites what we read. */
export const pinnedConfiguration: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.excludesFile=/dev/null',
  'core.attributesFile=/dev/null',
  'core.quotePath=off',
  'core.filesRefLockTimeout=2000',
  'core.packedRefsTimeout=5000',
  'protocol.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'safe.directory=*',
].flatMap((setting) => ['-c', setting])

/** The whole environment git gets: nothing is inherited but where programs and temporary files are. */
export function gitEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const inherited = Object.fromEntries(['PATH', 'TMPDIR'].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
  return {
    ...inherited,
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PAGER: 'cat',
    GIT_ADVICE: '0',
  }
}
