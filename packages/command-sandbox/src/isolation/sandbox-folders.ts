import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isWithin } from '../environment/is-within.ts'
import { realpathOr } from '../environment/real-path.ts'
import { systemFolders, systemRoots } from './system-folders.ts'

/** A place in the sandbox's file tree. */
export type Mount =
  | { readonly kind: 'read'; readonly from: string; readonly at: string }
  | { readonly kind: 'write'; readonly from: string; readonly at: string }
  | { readonly kind: 'hide'; readonly at: string }
  | { readonly kind: 'link'; readonly to: string; readonly at: string }

/** Of /etc only what programs need to start and to check certificates: some of the rest is secret, and each mount costs time. */
const settings = ['alternatives', 'fonts', 'group', 'hosts', 'ld.so.cache', 'localtime', 'nsswitch.conf', 'os-release', 'passwd', 'pki/ca-trust', 'pki/tls/certs', 'ssl/certs', 'ssl/openssl.cnf']
/** And what they need to find others. */
const networkSettings = ['host.conf', 'protocols', 'resolv.conf', 'services']

/** The system's programs, libraries and settings, read-only. */
export function systemMounts(network: boolean): readonly Mount[] {
  const files = [...settings, ...(network ? networkSettings : [])].map((name) => `/etc/${name}`)
  return [...[...systemRoots, ...files].flatMap(systemMount), ...systemFolders.filter((path) => existsSync(path)).map(reading)]
}

/** A link costs less than a mount, and leads to what is mounted anyway. */
function systemMount(path: string): readonly Mount[] {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (!entry) return []
  const leadsInside = entry.isSymbolicLink() && systemFolders.some((folder) => isWithin(realpathOr(path), folder))
  return leadsInside ? [{ kind: 'link', to: readlinkSync(path), at: path }] : [reading(path)]
}

export function reading(path: string): Mount {
  return { kind: 'read', from: path, at: path }
}

export function writing(path: string): Mount {
  return { kind: 'write', from: path, at: path }
}

/** Empty folders over those of `hidden` that would be seen with the system or what is `shown`, unless they are themselves what is shown. */
export function hiddenMounts(hidden: readonly string[], shown: readonly Mount[]): readonly Mount[] {
  const there = hidden.filter((folder) => existsSync(folder)).map(realpathOr)
  if (there.length === 0) return []
  const places = shown.map(({ at }) => realpathOr(at))
  const around = [...systemFolders, ...systemRoots, ...places]
  return there.filter((folder) => !places.includes(folder) && around.some((outer) => isWithin(folder, outer))).map((at) => ({ kind: 'hide', at }))
}

/**
 * The `.git` of each folder: git on the host runs what its configuration and hooks say. Of a link what it leads to, if that could be
 * written at all: it may lead anywhere.
 */
export function gitFolders(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    const path = join(folder, '.git')
    const entry = lstatSync(path, { throwIfNoEntry: false })
    if (entry === undefined) return []
    if (!entry.isSymbolicLink()) return [path]
    const real = realpathOr(path)
    return folders.some((outer) => real !== realpathOr(outer) && isWithin(real, realpathOr(outer))) ? [real] : []
  })
}

/**
 * Orders folders so that inner ones are mounted over outer ones, a writable one over a readable one of the same path.
 * A path that leads through links is mounted where they lead, and where it is called unless an outer folder shows the link.
 */
export function visibleMounts(mounts: readonly Mount[]): readonly Mount[] {
  const real = mounts.map((mount) => ({ ...mount, at: realpathOr(mount.at) }))
  const called = mounts.filter((mount, index) => mount.at !== real[index]?.at && !real.some(({ at }) => isWithin(mount.at, at)))
  const unique = new Map([...real, ...called].map((mount) => [mount.at, mount]))
  return [...unique.values()].toSorted((a, b) => a.at.length - b.at.length)
}
