import { isWithin } from '../environment/is-within.ts'

export const systemFolders: readonly string[] = ['/usr', '/opt', '/nix/store']
/** Links into /usr on most systems, folders on some. */
export const systemRoots: readonly string[] = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']

/** Whether it is shown to every command. */
export function isSystem(path: string): boolean {
  return [...systemFolders, ...systemRoots].some((outer) => isWithin(path, outer))
}
