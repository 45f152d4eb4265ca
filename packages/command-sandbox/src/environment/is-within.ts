import { isAbsolute, relative } from 'node:path'

/** Whether `path` is `folder` or lies below it. Both absolute; links are not followed. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith('../') && !isAbsolute(way))
}
