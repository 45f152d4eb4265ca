import { posix } from 'node:path'

/** Characters file systems ignore in names: zero-width, joiners, direction marks, variation selectors, soft hyphen. */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu

/** How a careless file system may read a path: separators, dots, case, Unicode forms and ignorable characters made one. */
export function normalPath(path: string): string {
  const plain = path.normalize('NFC').replaceAll(ignorable, '').replaceAll('\\', '/')
  return posix
    .normalize(plain)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map((segment) => foldCase(trimSegment(segment)).normalize('NFC'))
    .join('/')
}

/** A path as the repository names it, without a change of case or form: `./a/../b` becomes `b`. */
export function plainPath(path: string): string {
  return posix.normalize(path).replace(/^\.\//, '')
}

export function leavesRepository(path: string): boolean {
  const plain = posix.normalize(path.replaceAll('\\', '/'))
  return plain === '..' || plain.startsWith('../') || plain.startsWith('/') || /^[A-Za-z]:/.test(plain)
}

/** Windows drops dots and spaces at the end of a name. */
function trimSegment(segment: string): string {
  return segment === '..' ? segment : segment.replace(/[. ]+$/u, '')
}

/** Both ways, since some letters fold only upwards (ſ, K). */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase()
}
