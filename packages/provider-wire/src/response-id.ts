/** As long as what is drawn at random has to be, to be given once only. */
const shortest = 16

/** What a provider calls an answer, to be spread into it; nothing where it is missing or short: local servers count, or throw dice of a thousand sides. */
export function responseIdOf(value: unknown): { readonly responseId?: string } {
  return typeof value === 'string' && value.length >= shortest && value.length <= 256 ? { responseId: value } : {}
}
