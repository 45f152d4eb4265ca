import type { TextEdit } from '@autopack/contracts'
import { ChangeProblem } from '../formats/change-problem.ts'
import { isWindows, withWindowsEndings } from './line-endings.ts'
import { nearMiss } from './near-miss.ts'

/** Characters that looking for all search blocks of a file may take; with a long block each place costs more. */
const mostWork = 2 ** 32
const blockStep = 250

/** Applies edits in order, each at the one place it matches. Throws a ChangeProblem. */
export function applyEdits(path: string, original: string, edits: readonly TextEdit[]): string {
  const longest = original.length + edits.reduce((sum, { replace }) => sum + replace.length, 0)
  if (edits.reduce((sum, { search }) => sum + longest * (1 + search.length / blockStep), 0) > mostWork) throw new ChangeProblem(`${path}: there are too many edits, or too long ones, for a file of this size; write it in full`)
  return edits.reduce((text, edit, index) => {
    if (edit.search === '') throw new ChangeProblem(`${path}: the search block of edit ${index + 1} is empty; to fill or replace a whole file use \`write\``)
    const { search, replace } = inLineEndingsOf(text, edit)
    const [at, ...others] = occurrences(text, search)
    if (at !== undefined && others.length === 0) return text.slice(0, at) + replace + text.slice(at + search.length)
    const lines = [at ?? 0, ...others].slice(0, 5).map((place) => text.slice(0, place).split('\n').length)
    const why = at === undefined ? `does not occur; ${nearMiss(text.split('\n'), search.replace(/\n$/, '').split('\n'))}` : `occurs ${others.length + 1} times, at lines ${lines.join(', ')}; add lines around it until it occurs once`
    throw new ChangeProblem(`${path}: the search block of edit ${index + 1} ${why}`)
  }, original)
}

/** An edit that changes nothing but endings means them. */
function inLineEndingsOf(text: string, edit: TextEdit): TextEdit {
  if (!isWindows(text)) return edit
  const [search, replace] = [withWindowsEndings(edit.search), withWindowsEndings(edit.replace)]
  return { search, replace: search === replace ? edit.replace : replace }
}

function occurrences(text: string, search: string): readonly number[] {
  const found: number[] = []
  for (let at = text.indexOf(search); at !== -1 && found.length < 100; at = text.indexOf(search, at + 1)) found.push(at)
  return found
}
