import type { FileOperation, TextEdit } from '@autopack/contracts'
import type { BenignChange } from './changes.ts'
import { sources, type Side } from './sources.ts'

/** How a change is handed in. */
export const forms = ['full files', 'edits', 'unified diff', 'git diff', 'git diff with long hashes and little context', 'worktree'] as const
export type Form = (typeof forms)[number]

/** Whether a form can say such a change at all. */
export function canSay(form: Form, { files, renames = {} }: BenignChange): boolean {
  const entries = Object.entries(files)
  const hasBytes = entries.some(([path, side]) => Buffer.isBuffer(side) || (side === null && Buffer.isBuffer(sources[path])))
  const changesModes = entries.some(([path, side]) => side !== null && modeOf(side) !== modeOf(sources[path] ?? ''))
  const isLink = entries.some(([path, side]) => modeOf(side ?? sources[path] ?? '') === '120000')
  const isEmpty = entries.some(([path, side]) => side !== null && (textOf(side) === '' || (sources[path] === undefined ? false : textOf(sources[path]) === '')) || (side === null && textOf(sources[path] ?? '') === ''))
  switch (form) {
    case 'worktree':
      return true
    case 'full files':
    case 'edits':
      return !hasBytes && !changesModes && (form === 'full files' || Object.keys(renames).length > 0 || entries.some(([path, side]) => side !== null && textOf(sources[path] ?? '') !== ''))
    case 'unified diff':
      return !hasBytes && !changesModes && !isLink && !isEmpty && Object.keys(renames).length === 0
    case 'git diff':
    case 'git diff with long hashes and little context':
      return !hasBytes
  }
}

export function modeOf(side: Exclude<Side, null>): string {
  return typeof side === 'object' && 'mode' in side ? side.mode : '100644'
}

function textOf(side: Exclude<Side, null>): string {
  if (typeof side === 'string') return side
  return Buffer.isBuffer(side) ? side.toString('latin1') : side.text
}

/** As JSON, with files whole or by exact edits. */
export function editsOf({ files, renames = {} }: BenignChange, form: 'full files' | 'edits'): string {
  const operations = Object.entries(files).map(([path, side]): FileOperation => {
    if (side === null) return { action: 'delete', path }
    const before = sources[path]
    const whole: FileOperation = { action: 'write', path, content: textOf(side) }
    return form === 'full files' || before === undefined || textOf(before) === '' ? whole : { action: 'edit', path, edits: [...exactEdits(textOf(before), textOf(side))] }
  })
  const moved = Object.entries(renames).map(([path, to]): FileOperation => ({ action: 'rename', path, to }))
  return JSON.stringify({ files: [...operations, ...moved] })
}

/** One edit of the lines that differ, with as many around them as make it the only one; of a file with CRLF written with line feeds, as models do. */
function exactEdits(before: string, after: string): readonly TextEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1
  for (let around = 0; ; around += 1) {
    const [from, to] = [Math.max(0, start - around), Math.max(0, end - around)]
    const search = old.slice(from, old.length - to).join('')
    if (search === '' || (before.split(search).length !== 2 && (from > 0 || to > 0))) continue
    const replace = now.slice(from, now.length - to).join('')
    const isWindows = !/(?<!\r)\n/.test(before) && !/(?<!\r)\n/.test(replace)
    return [isWindows ? { search: search.replaceAll('\r\n', '\n'), replace: replace.replaceAll('\r\n', '\n') } : { search, replace }]
  }
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
