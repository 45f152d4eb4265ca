export interface Place {
  /** Repository-relative. */
  readonly file: string
  readonly line: number | null
}

const frame = /(?:^|[\s('"])((?:[\w@.+~-]{1,80}\/){0,20}[\w@.+~-]{1,80}\.[A-Za-z]{1,5}):(\d{1,7})/gm

/** The first place of the repository in a text whose roots are hidden: dependencies and the runtime do not count. */
export function findPlace(text: string): Place | null {
  for (const match of text.slice(0, 8_000).matchAll(frame)) {
    const file = match[1] ?? ''
    if (!file.includes('node_modules/')) return { file, line: Number(match[2]) }
  }
  return null
}

/** Reads `path:line:column`. */
export function readPlace(text: string): { readonly file: string; readonly line: number | undefined } {
  const match = /^(.*?):(\d{1,7})(?::\d{1,7})?$/.exec(text.slice(0, 4_096))
  return match ? { file: match[1] ?? '', line: Number(match[2]) } : { file: text, line: undefined }
}
