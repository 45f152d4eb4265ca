import { stripVTControlCharacters } from 'node:util'

/** Text as it would be in any checkout: without terminal colours, and with paths below a root made relative to it. */
export function hideRoots(text: string, roots: readonly string[]): string {
  const longestFirst = roots.filter((root) => root.length > 1).toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((masked, root) => masked.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '').replaceAll(root, '.'), stripVTControlCharacters(text))
}
