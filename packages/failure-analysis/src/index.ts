export { countTests } from './count-tests.ts'
export { describeFailure } from './describe-failure.ts'
export { hideRoots } from './hide-roots.ts'
export { readReport, type ReportFormat, type ReportReading } from './read-report.ts'
