/** Takes credentials out of a message: those in use, and whatever looks like one. Cut to a length a person reads. */
export function redact(message: string, secrets: readonly string[]): string {
  // cut first to what can be searched quickly: an error's body may be large
  const known = secrets.filter((secret) => secret.length >= 4).reduce((text, secret) => text.replaceAll(secret, '[redacted]'), message.slice(0, 65_536))
  return known
    .replace(/\b(sk|pk|rk|key|gsk|xai)[-_][\w*.-]{8,}/gi, '[redacted]')
    .replace(/\bAIza[\w-]{10,}/g, '[redacted]')
    .replace(/(bearer\s+)\S+/gi, '$1[redacted]')
    .replace(/([?&](?:api[_-]?)?key=)[^&\s"']+/gi, '$1[redacted]')
    .replace(/(\/\/)[^/\s@]+@/g, '$1[redacted]@')
    .slice(0, 1000)
}
