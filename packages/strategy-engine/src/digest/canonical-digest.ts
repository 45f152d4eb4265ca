import { createHash } from 'node:crypto'

/** SHA-256, lower-case hex, of a JSON value: the same whatever the order of its keys. Members that are undefined do not count. */
export function canonicalDigest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/** JSON without blanks, keys sorted by code unit. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (isMapping(member) ? sorted(member) : member))
}

function sorted(mapping: object): object {
  const entries = Object.entries(mapping).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries)
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
