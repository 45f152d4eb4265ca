import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { examine } from '../readiness/examine.ts'
import type { Finding } from '../readiness/finding.ts'
import type { Shell } from '../shell.ts'
import type { Symbols } from '../terminal/symbols.ts'
import { type Line, type Span, span } from '../terminal/span.ts'

/** `autopack check` */
export async function check(shell: Shell, options: Location): Promise<ExitCode> {
  const findings = await examine(shell, options)
  shell.out.print(findings.flatMap((finding) => draw(finding, shell.symbols)))
  return findings.some(({ verdict }) => verdict === 'problem') ? 75 : 0
}

const subjectWidth = 15

function draw({ verdict, subject, message, remedies }: Finding, symbols: Symbols): readonly Line[] {
  const mark: Record<Finding['verdict'], Span> = { ok: span(symbols.good, 'good'), hint: span(symbols.warn, 'warn'), problem: span(symbols.bad, 'bad') }
  const [first = '', ...rest] = message.split('\n')
  const indent = ' '.repeat(subjectWidth + 2)
  return [
    [mark[verdict], ' ', span(subject.padEnd(subjectWidth), 'strong'), first],
    ...rest.map((line): Line => [indent, line]),
    ...remedies.map((remedy): Line => [indent, span(`${symbols.arrow} ${remedy}`, 'quiet')]),
  ]
}
