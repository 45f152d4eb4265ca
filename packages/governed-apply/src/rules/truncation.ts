import type { FileBody } from '../content/changed-file.ts'
import { fileRule } from './file-rule.ts'

const opening = String.raw`^\s*(?:\/\/+|#+|\/\*+|<!--|--|;+|%+|\{\s*\/\*|\*)\s*`
const dots = String.raw`(?:\.{3}|…)`
const remainder = String.raw`(?:the\s+)?(?:rest|remainder|remaining|other|existing|previous|original)\b`
const left = String.raw`\b(?:unchanged|omitted|same as before|(?:remains?|stays?) (?:the same|as is|unchanged)|goes here|as before|not shown)\b`

const bareRemainder = String.raw`^\s*[[(<]?\s*${dots}?\s*${remainder}\s+(?:of\s+)?(?:the\s+|this\s+)?(?:file|code|content|document|section)s?\b.{0,40}\b(?:unchanged|omitted|the same|as before)\b`

/** Words a writer leaves where it stopped writing, each on a line of its own. */
const placeholders: readonly RegExp[] = [
  new RegExp(`${opening}${dots}?\\s*${remainder}.{0,80}${left}`, 'i'),
  new RegExp(`${opening}${dots}\\s*${remainder}`, 'i'),
  new RegExp(`${opening}${dots}?\\s*(?:code|content|file|implementation|lines?)?\\s*(?:unchanged|omitted for brevity|no changes?(?: below| here)?)\\s*${dots}?\\s*(?:\\*\\/|-->)?\\s*$`, 'i'),
]
const text = String.raw`(?:code|implementation|content|source|logic|body)`
const place = String.raw`(?:\s+(?:here|above|below|as (?:is|before|above)|unchanged|the same|for brevity))?`
const close = String.raw`\s*${dots}?\s*[\])>]?\s*(?:\*\/\s*\}?|-->|--)?\s*[.…]*\s*$`

/** And in programs alone, where a comment says nothing else. */
const inPrograms: readonly RegExp[] = [
  String.raw`${opening}(?:todo:?\s+)?${dots}?\s*[[(<]?\s*(?:the\s+)?rest\s+of\s+(?:the\s+|this\s+)?(?:${text}|file)${place}${close}`,
  String.raw`${opening}${dots}?\s*[[(<]?\s*(?:unchanged|existing|previous|remaining)\s+${text}${place}${close}`,
  String.raw`${opening}${dots}?\s*keep\s+(?:the\s+|all\s+)?(?:rest|remaining|existing|previous|original|other)\s+(?:of\s+(?:the|this)\s+)?${text}${place}${close}`,
  String.raw`${opening}${dots}\s*keep\s+(?:everything|the\s+rest|all)\b.{0,40}$`,
  String.raw`${opening}${dots}?\s*same\s+${text}\s+as\s+(?:above|below|before)${close}`,
  String.raw`${opening}${dots}?\s*[[(<]?\s*no\s+(?:other|further)\s+changes${place}${close}`,
  String.raw`${opening}(?:implement|add|insert|put|write)\s+the\s+(?:rest|remainder)(?:\s+of\s+(?:the\s+)?\w+)?\s+here${close}`,
  String.raw`${opening}${dots}?\s*[[(<]?\s*(?:(?:${text}|file|lines?)\s+)?(?:truncated|snipped|snip|elided|abbreviated)${place}${close}`,
  String.raw`^${dots}?\s*[[(<]\s*${dots}?\s*(?:(?:${text}|file|lines?)\s+)?(?:truncated|snipped|snip|elided|omitted)${place}\s*${dots}?\s*[\])>]\s*$`,
].map((source) => new RegExp(source, 'i'))

/** Without a comment's mark; in prose, where a sentence may go on, only as the whole line. */
const bare = { code: new RegExp(bareRemainder, 'i'), prose: new RegExp(String.raw`${bareRemainder}\W*$`, 'i') }
const onlyDots = new RegExp(`^\\s*(?:(?:\\/\\/|#|--)\\s*)?${dots}\\s*$`)
const prose = /\.(?:md|mdx|markdown|rst|adoc|txt)$/i
const pythonStub = /\.pyi?$/i

/** An answer that stops short: words in the place of code, a fence that is never closed or that wraps the whole file. */
export const truncation = fileRule('truncation', ({ path, before, after }) => {
  if (after.isBinary) return null
  const kept = new Set(before?.lines)
  const line = after.lines.findIndex((text) => !kept.has(text) && isPlaceholder(path, text))
  if (line !== -1) return `${path}:${line + 1} says “${(after.lines[line] ?? '').trim().slice(0, 80)}” where the file’s own text belongs; write it out in full`
  if (hasOpenFence(path, after) && !(before !== null && hasOpenFence(path, before))) return `${path} has a code fence that is never closed, or is wrapped in one; write the whole file and nothing around it`
  return null
})

function isPlaceholder(path: string, given: string): boolean {
  if (given.length > 400) return false
  // with one space for many, no pattern has to try how to share them out
  const line = given.trim().replaceAll(/\s+/g, ' ')
  if (line === '') return false
  if ([...placeholders, ...(prose.test(path) ? [bare.prose] : [bare.code, ...inPrograms])].some((pattern) => pattern.test(line))) return true
  // in prose, and as the body of a stub, three dots are text
  return onlyDots.test(line) && !prose.test(path) && !(pythonStub.test(path) && !line.includes('#'))
}

function hasOpenFence(path: string, { lines }: FileBody): boolean {
  if (/\.(?:md|mdx|markdown)$/i.test(path)) return isFenceLeftOpen(lines)
  if (prose.test(path)) return false
  const written = lines.filter((line) => line.trim() !== '')
  return [written[0], written.at(-1)].some((line) => /^(?:```|~~~)[\w+-]*\s*$/.test(line ?? ''))
}

/** As CommonMark pairs them: closed by the same character, at least as often, with nothing after it. */
function isFenceLeftOpen(lines: readonly string[]): boolean {
  let open: string | null = null
  for (const line of lines) {
    const fence = /^\s*(?:[-*+]\s+|\d+[.)]\s+|>\s*)*(`{3,}|~{3,})(.*)$/.exec(line)
    const [, marks = '', rest = ''] = fence ?? []
    if (fence === null) continue
    if (open === null) open = marks[0] === '`' && rest.includes('`') ? null : marks
    else if (marks.startsWith(open) && rest.trim() === '') open = null
  }
  return open !== null
}
