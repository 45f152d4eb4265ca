/**
 * Compares an `npm audit --json` report with the baseline of accepted advisories.
 * Only what is new blocks a change; a critical one blocks a publish, accepted or not.
 */
export function regressions(report, baseline, { publish }) {
  const accepted = new Set(baseline.map(({ advisory }) => advisory))
  return advisoriesOf(report).filter(({ url, severity }) => !accepted.has(url) || (publish && severity === 'critical'))
}

function advisoriesOf(report) {
  const found = Object.values(report.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((via) => typeof via === 'object')
    .map(({ url, severity, title, name }) => [url, { url, severity, title, name }])
  return [...new Map(found).values()]
}
