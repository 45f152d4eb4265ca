import type { CiEntry } from '@autopack/contracts'

/** What an entry takes from the environment Autopack runs in, in the order it names it; what is not set there is not passed on. */
export function passedOn(entry: CiEntry, environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries((entry.envFrom ?? []).flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]] as const])))
}
