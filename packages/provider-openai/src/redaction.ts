/** Takes credentials out of a message: the key in use, and whatever looks like one. Cut to a length a person reads. */
export function redact(message: string, apiKey: string | null): string {
  const known = apiKey === null || apiKey.length < 4 ? message : message.replaceAll(apiKey, '[redacted]')
  return known
    .replace(/\b(sk|pk|rk|key|gsk|xai)[-_][\w*.-]{8,}/gi, '[redacted]')
    .replace(/(bearer\s+)\S+/gi, '$1[redacted]')
    .replace(/(\/\/)[^/\s@]+@/g, '$1[redacted]@')
    .slice(0, 1000)
}
