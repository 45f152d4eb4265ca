/** A builder's answer that writes files. */
export function change(files: Readonly<Record<string, string>>): string {
  return JSON.stringify({ summary: 'Parting, with a test.', files: Object.entries(files).map(([path, content]) => ({ action: 'write', path, content })) })
}

/** An auditor's answer. */
export function audit(verdict: 'approve' | 'reject', ...messages: readonly string[]): string {
  const severity = verdict === 'reject' ? 'major' : 'minor'
  const findings = messages.map((message) => ({ severity, file: 'src/part.sh', line: 1, category: 'maintainability', message, evidence: 'echo', confidence: 0.5 }))
  return JSON.stringify({ verdict, findings })
}

export const parting = {
  'src/part.sh': 'echo "Farewell, $1!"\n',
  'tests/part.sh': `check 'it parts' "$(sh src/part.sh Ada)" 'Farewell, Ada!'\n`,
} as const
