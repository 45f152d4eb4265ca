/**
 * The first `2026-01-31 09:30:00` of a text as wall clock milliseconds, read at the offset (`+08:00`) that its author is known to write in; one that
 * carries its own (`Z`, `+02:00`, `UTC`) keeps it. Null where there is none, and where it has none and none is known: a guess could be hours too early.
 */
export function readNaiveTime(text: string, offset: string | null): number | null {
  const [, date, time, own] = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?/.exec(text) ?? []
  if (date === undefined || time === undefined) return null
  const zone = own === undefined ? offset : own.replace(/UTC|GMT/, 'Z').replace(/(\d\d)(\d\d)$/, '$1:$2')
  const at = zone === null ? Number.NaN : Date.parse(`${date}T${time}${zone}`)
  return Number.isFinite(at) ? at : null
}
