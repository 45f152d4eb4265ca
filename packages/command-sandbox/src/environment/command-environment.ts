import type { CommandSpecification } from '@autopack/contracts'

/** The variable that carries a command's marker. */
export const markerVariable = 'AUTOPACK_MARKER'
/** Tells one command from another that has the same marker. */
export const commandVariable = 'AUTOPACK_COMMAND'

export interface EnvironmentInput {
  readonly command: Pick<CommandSpecification, 'env' | 'marker' | 'network'>
  readonly commandId: string
  readonly host: Readonly<Record<string, string | undefined>>
  /** Names passed on from the host besides the locale. */
  readonly allow: readonly string[]
  readonly path: readonly string[]
  readonly home: string
  readonly temporary: string
}

/** Everything a command sees of the environment: built from empty, so that no secret gets in by being forgotten. */
export function commandEnvironment(input: EnvironmentInput): Readonly<Record<string, string>> {
  return {
    ...passedOn(input.host, input.allow),
    HOME: input.home,
    TMPDIR: input.temporary,
    TERM: 'dumb',
    CI: 'true',
    // npm tries for over a minute to reach a network that is not there
    ...(input.command.network ? {} : { npm_config_fetch_retries: '0' }),
    ...input.command.env,
    PATH: input.path.join(':'),
    [markerVariable]: input.command.marker,
    [commandVariable]: input.commandId,
  }
}

/** What tells a command's processes from others, and nothing else. */
export function marksOf(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === markerVariable || name === commandVariable))
}

function passedOn(host: EnvironmentInput['host'], allow: readonly string[]): Readonly<Record<string, string>> {
  const passes = (name: string): boolean => name === 'LANG' || name.startsWith('LC_') || allow.includes(name)
  return Object.fromEntries(Object.entries(host).flatMap(([name, value]) => (value !== undefined && passes(name) ? [[name, value]] : [])))
}
