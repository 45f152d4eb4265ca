import { codeOf } from '../content/code-of.ts'
import type { FoundErrors } from './found-errors.ts'

/** Of strict JSON; comments and the like are for the base to have had. */
export function jsonErrors(text: string): FoundErrors {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''))
    return { count: 0, first: null }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const at = /position (\d+)/.exec(message)?.[1]
    const line = at === undefined ? 1 : text.slice(0, Number(at)).split('\n').length
    return { count: 1, first: { line, message: message.replace(/,? ?(?:in JSON )?at position.*$|"[\s\S]*$/, '').trim() } }
  }
}

/** Of JSON with comments and with commas before an end; nothing at all is valid too. */
export function commentedJsonErrors(text: string): FoundErrors {
  const bare = codeOf('file.jsonc', text.replace(/^\ufeff/, '')).replaceAll(/,(?=\s{0,1000}[\]}])/g, '')
  return jsonErrors(bare.trim() === '' ? '{}' : bare)
}
