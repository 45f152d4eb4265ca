import type { TestCase, TestReport } from '@autopack/contracts'
import type { FinalResults, Parser, Plan, Result } from 'tap-parser'
import { hideRoots } from '../hide-roots.ts'
import { readDiagnostics, type TapDiagnostics } from './tap-diagnostics.ts'
import { testCase } from './test-case.ts'

/** Gathers test cases while a parser runs; ask for the report when it has ended. */
export function createTapFindings(parser: Parser, roots: readonly string[]): { report(): TestReport } {
  const cases: TestCase[] = []
  const collectionErrors: string[] = []
  let comments: string[] = []
  let points = 0
  let planned: number | null = null

  const onPoint = (point: Result, childFailed: boolean): void => {
    const diagnostics = readDiagnostics(point.diag)
    const wholeFile = !point.ok && diagnostics.ofProcess
    if (wholeFile) collectionErrors.push(hideRoots(`${point.name}: ${causeIn(comments) ?? diagnostics.message}`, roots).slice(0, 500))
    else if (isTest(point, diagnostics, childFailed)) cases.push(toCase(point, diagnostics, roots))
    comments = []
  }
  const listen = (current: Parser): void => {
    let childFailed = false
    current.on('child', (child: Parser) => {
      listen(child)
      child.on('complete', (results: FinalResults) => (childFailed = !results.ok))
    })
    current.on('assert', (point: Result) => {
      onPoint(point, point.closingTestPoint && childFailed)
      childFailed = false
    })
  }

  listen(parser)
  parser.on('assert', () => (points += 1))
  parser.on('comment', (comment: string) => comments.push(comment))
  parser.on('plan', (plan: Plan) => (planned = plan.end - plan.start + 1))
  parser.on('bailout', (reason: string) => collectionErrors.push(hideRoots(`The test run bailed out: ${reason}`, roots).slice(0, 500)))
  return {
    report: () => ({ cases, collectionErrors: collectionErrors.length > 0 ? collectionErrors : planErrors(planned, points) }),
  }
}

function planErrors(planned: number | null, points: number): readonly string[] {
  if (planned === null) return ['The report ends without a plan: the test run was cut short.']
  return planned === points ? [] : [`The report plans ${planned} tests and holds ${points}: the test run was cut short.`]
}

/** A suite is no test, unless it failed for a reason of its own; neither is a file in which node found no test. */
function isTest(point: Result, diagnostics: TapDiagnostics, childFailed: boolean): boolean {
  if (point.closingTestPoint) return !point.ok && (!childFailed || diagnostics.ownFailure)
  return !(point.ok && (diagnostics.isSuite || (point.fullname === point.name && /\.[cm]?[jt]sx?$/.test(point.name))))
}

function toCase(point: Result, diagnostics: TapDiagnostics, roots: readonly string[]): TestCase {
  const skipped = point.skip !== false || (point.todo !== false && !point.ok)
  const status = skipped ? 'skipped' : point.ok ? 'passed' : 'failed'
  return testCase({ path: [point.fullname], status, text: diagnostics.message, stack: diagnostics.stack, file: diagnostics.file, line: diagnostics.line }, roots)
}

/** The error that a file printed before it was reported as failed. */
function causeIn(comments: readonly string[]): string | undefined {
  return comments.map((comment) => comment.replace(/^#\s*/, '').trim()).find((comment) => /^(\w*Error\b|\[?\w*Error \[)/.test(comment))
}
