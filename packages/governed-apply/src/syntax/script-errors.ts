import type { ScriptKind } from './language.ts'
import type { FoundErrors } from './found-errors.ts'

/** Marks and words that a parser may descend into; oxc's own stack bears 4,000 of them nested, and a process dies of 6,000. */
const descent = /[^\s\w.,;'"]|\b(?:as|async|await|delete|do|else|extends|for|if|in|infer|keyof|new|of|readonly|satisfies|throw|typeof|unique|void|while|with|yield)\b/g
const deepest = 3000

/** True where a text is too short to be nested deeper than oxc's stack bears, however it is written. */
export function isShallow(text: string): boolean {
  let found = 0
  for (const _ of text.matchAll(descent)) {
    found += 1
    if (found > deepest) return false
  }
  return true
}

/** Errors oxc finds: as a module, else as a script of Node's. The text must be shallow. */
export async function scriptErrors(text: string, script: ScriptKind): Promise<FoundErrors> {
  const { parseSync } = await import('oxc-parser')
  const parse = (sourceType: 'module' | 'commonjs'): FoundErrors => {
    const { errors } = parseSync(`file.${script}`, text, { lang: script, sourceType })
    const [first] = errors
    if (first === undefined) return { count: 0, first: null }
    const at = first.labels[0]?.start ?? 0
    return { count: errors.length, first: { line: text.slice(0, at).split('\n').length, message: first.message } }
  }
  const asModule = parse('module')
  if (asModule.count === 0 || script !== 'jsx') return asModule
  const asScript = parse('commonjs')
  return asScript.count === 0 ? asScript : asModule
}
