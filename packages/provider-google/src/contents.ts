import type { ModelMessage } from '@autopack/contracts'

export interface GoogleContent {
  role: string
  parts: { text: string }[]
}

/** Messages as Google takes them: what the system says has a place of its own, and there must be something that it is not. */
export function contentsOf(messages: readonly ModelMessage[]): { readonly contents: GoogleContent[]; readonly system: GoogleContent | null } {
  const said = messages.filter(({ role }) => role !== 'system')
  const system = messages.filter(({ role }) => role === 'system')
  if (said.length === 0) return { contents: system.map(contentOf), system: null }
  return { contents: said.map(contentOf), system: system.length === 0 ? null : { role: 'system', parts: system.map(({ text }) => ({ text })) } }
}

function contentOf({ role, text }: ModelMessage): GoogleContent {
  return { role: role === 'assistant' ? 'model' : 'user', parts: [{ text }] }
}
