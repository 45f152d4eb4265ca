/** Credentials by their look. Each pattern takes linear time. */
const shapes: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  // also one whose end was cut off
  { name: 'private-key', pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?:[\w+/=\s\\:,]|-(?!----))*-----END [A-Z ]{0,40}PRIVATE KEY-----|(?:[\w+/=\s\\:,]|-(?!----)){64,})/g },
  { name: 'api-key', pattern: /\b(?:sk|rk|pk)-[A-Za-z0-9_-]{20,}/g },
  { name: 'stripe-key', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/g },
  { name: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/g },
  { name: 'gitlab-token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { name: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{30,}/g },
  { name: 'slack-token', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g },
  { name: 'aws-access-key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { name: 'google-key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { name: 'authorization', pattern: /(?<=\b(?:Bearer|Basic) )[A-Za-z0-9._~+/=-]{16,}/gi },
]

const SHORTEST_SECRET = 6

export type Redact = (text: string) => string

/** Replaces known values and what looks like a credential by a marker that depends on the kind alone. Deterministic; its result is a fixed point. */
export function createRedactor(secrets: readonly string[]): Redact {
  const known = writtenForms(secrets)
  return (text) => {
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, marker('secret')), text)
    return shapes.reduce((rest, { name, pattern }) => rest.replace(pattern, marker(name)), withoutKnown)
  }
}

/** A value as it stands, inside JSON and inside a URL; longer ones first, for one may contain another. */
function writtenForms(secrets: readonly string[]): string[] {
  const usable = secrets.filter((secret) => secret.length >= SHORTEST_SECRET)
  const forms = usable.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
  return [...new Set(forms)].sort((left, right) => right.length - left.length)
}

function marker(name: string): string {
  return `[redacted:${name}]`
}
