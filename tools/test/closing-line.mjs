// Says in one line how the tests ended, from vitest's own report; fails when one failed or none ran.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync('reports/vitest.json', 'utf8'))
const skipped = report.numPendingTests + report.numTodoTests
console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped} skipped`)
if (!report.success || report.numFailedTests > 0 || report.numPassedTests === 0) process.exitCode = 1
