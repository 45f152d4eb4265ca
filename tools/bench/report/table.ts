import { isMet, type Finding } from '../bench.ts'
import type { Spread } from '../measuring/spread.ts'

/** Findings as a Markdown table. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [finding.what, amount(finding.value, finding.unit), goalOf(finding), isMet(finding) ? 'met' : '**missed**', sides(finding)])
  return [['measured', 'result', 'goal', '', 'medians (least–most)'], ['---', '---', '---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function goalOf({ goal, unit }: Finding): string {
  return 'atMost' in goal ? `≤ ${amount(goal.atMost, unit)}` : `≥ ${amount(goal.atLeast, unit)}`
}

function amount(value: number, unit: Finding['unit']): string {
  if (unit === '×') return `${value.toFixed(2)}×`
  return `${digits(value)} ${unit}`
}

function sides({ measured }: Finding): string {
  return Object.entries(measured)
    .map(([name, spread]) => `${name} ${spreadText(spread)}`)
    .join(', ')
}

function spreadText({ median, least, most, rounds }: Spread): string {
  return `${digits(median)} (${digits(least)}–${digits(most)}; ${rounds} rounds)`
}

function digits(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
