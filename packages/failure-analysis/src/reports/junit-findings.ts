import type { TestCase } from '@autopack/contracts'
import { hideRoots } from '../hide-roots.ts'
import type { ReportReading } from '../report-reading.ts'
import { findPlace } from './place.ts'
import { testCase } from './test-case.ts'

/** Follows the elements of a report, whatever their order and nesting. */
export interface JunitFindings {
  open(name: string, attribute: (name: string) => string | undefined): void
  text(this: void, text: string): void
  close(name: string): void
  report(): ReportReading
}

interface Suite {
  readonly name: string
  readonly file: string | undefined
}

/** A `<failure>` or `<error>`. */
interface Detail {
  readonly message: string
  body: string
}

interface OpenCase {
  readonly name: string
  readonly classname: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly details: Detail[]
  skipped: boolean
}

const longestBody = 16_000

export function createJunitFindings(roots: readonly string[]): JunitFindings {
  const cases: TestCase[] = []
  const collectionErrors: string[] = []
  const suites: Suite[] = []
  let seen = false
  let current: OpenCase | null = null
  let detail: Detail | null = null

  const fail = (name: string, text: string): void => {
    collectionErrors.push(hideRoots(`${name}: ${text.trim().split('\n')[0] ?? ''}`, roots).slice(0, 500))
  }
  const path = (): readonly string[] => suites.map((suite) => suite.name).filter((name) => name !== '')
  const endCase = (test: OpenCase): void => {
    if (test.details.length > 0 && !test.skipped && isWholeFile(test, path())) fail(test.name, textOf(test.details))
    else cases.push(toCase(test, path(), roots))
  }

  return {
    open(name, attribute) {
      seen ||= name === 'testsuites' || name === 'testsuite'
      if (name === 'testsuite') suites.push({ name: attribute('name') ?? '', file: attribute('file') })
      if (name === 'testcase') current = openCase(attribute, suites.at(-1)?.file)
      if (name === 'failure' || name === 'error') detail = { message: attribute('message') ?? '', body: '' }
      if (name === 'skipped' && current !== null) current.skipped = true
    },
    text(text) {
      if (detail !== null && detail.body.length < longestBody) detail.body += text.slice(0, longestBody)
    },
    close(name) {
      if ((name === 'failure' || name === 'error') && detail !== null) {
        if (current === null) fail(path().join(' > '), textOf([detail]))
        else current.details.push(detail)
        detail = null
      }
      if (name === 'testcase' && current !== null) {
        endCase(current)
        current = null
      }
      if (name === 'testsuite') suites.pop()
    },
    report: () =>
      seen ? { kind: 'report', report: { cases, collectionErrors } } : { kind: 'unreadable', message: 'The JUnit report has no <testsuite>: check that the command writes JUnit XML.' },
  }
}

function openCase(attribute: (name: string) => string | undefined, suiteFile: string | undefined): OpenCase {
  const line = Number(attribute('line') ?? Number.NaN)
  return {
    name: attribute('name') ?? '',
    classname: attribute('classname') ?? '',
    file: attribute('file') ?? suiteFile,
    line: Number.isInteger(line) ? line : undefined,
    details: [],
    skipped: false,
  }
}

/** A file that could not be loaded is reported as a test of the file's name, by pytest as a collection failure. */
function isWholeFile({ name, file, details }: OpenCase, path: readonly string[]): boolean {
  if (details.some(({ message }) => message === 'collection failure')) return true
  return /\.\w{1,5}$/.test(name) && (path.at(-1) === name || file === name || (file ?? '').endsWith(`/${name}`))
}

function toCase(test: OpenCase, path: readonly string[], roots: readonly string[]): TestCase {
  const { name, classname, file, details } = test
  const text = textOf(details)
  const named = path.includes(classname) || classname === path.join('.') ? [] : [classname]
  const status = test.skipped ? 'skipped' : details.length > 0 ? 'failed' : 'passed'
  const line = test.line ?? (file === undefined ? undefined : findPlace(hideRoots(text, roots))?.line) ?? undefined
  return testCase({ path: [...path, ...named, name].filter((part) => part !== ''), status, text, file, line }, roots)
}

function textOf(details: readonly Detail[]): string {
  return details.map(({ message, body }) => (body.includes(message) ? body : `${message}\n${body}`)).join('\n')
}
