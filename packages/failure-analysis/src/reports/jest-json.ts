import type { TestCase, TestStatus } from '@autopack/contracts'
import * as z from 'zod'
import { hideRoots } from '../hide-roots.ts'
import type { ReportReading } from '../report-reading.ts'
import { testCase } from './test-case.ts'

const text = z.string().nullish()

const schema = z.object({
  testResults: z.array(
    z.object({
      name: text,
      status: text,
      message: text,
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()).nullish(),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          location: z.object({ line: z.number() }).nullish(),
        }),
      ),
    }),
  ),
})
type TestFile = z.infer<typeof schema>['testResults'][number]

/** Reads the JSON of jest, which vitest writes too. */
export function readJestJson(report: string, roots: readonly string[]): ReportReading {
  const parsed = schema.safeParse(JSON.parse(withoutBanner(report)))
  if (!parsed.success) return { kind: 'unreadable', message: `The report is JSON but not of jest or vitest (${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}): run the tests with their JSON reporter.` }
  const files = parsed.data.testResults
  return {
    kind: 'report',
    report: { cases: files.flatMap((file) => casesOf(file, roots)), collectionErrors: files.flatMap((file) => collectionErrors(file, roots)) },
  }
}

/** Package managers print lines before and after the JSON. */
function withoutBanner(report: string): string {
  const start = report.search(/^\{/m)
  return start === -1 ? report : report.slice(start, report.lastIndexOf('}') + 1)
}

function casesOf(file: TestFile, roots: readonly string[]): readonly TestCase[] {
  return file.assertionResults.map((test) =>
    testCase(
      {
        path: [...(test.ancestorTitles ?? []), test.title].filter((part) => part !== ''),
        status: statusOf(test.status),
        text: test.failureMessages?.join('\n'),
        file: file.name ?? undefined,
        line: test.location?.line,
      },
      roots,
    ),
  )
}

function statusOf(status: string): TestStatus {
  return status === 'passed' || status === 'failed' ? status : 'skipped'
}

function collectionErrors(file: TestFile, roots: readonly string[]): readonly string[] {
  const explained = file.assertionResults.some((test) => test.status === 'failed')
  if (file.status !== 'failed' || explained) return []
  const message = hideRoots(file.message ?? '', roots).trim().split('\n').slice(0, 5).join(' ').replaceAll(/\s+/g, ' ')
  return [`${hideRoots(file.name ?? 'a test file', roots)}: ${message.slice(0, 500)}`]
}
