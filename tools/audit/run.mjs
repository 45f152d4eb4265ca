// Asks the registry for known vulnerabilities and fails on those that tools/audit/baseline.json does not accept.
// With --publish a critical one fails in any case.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { regressions } from './regressions.mjs'

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 2 ** 28 })
const report = JSON.parse(stdout)
if (report.vulnerabilities === undefined) throw new Error(`npm audit gave no report: ${report.message ?? stdout}`)

const baseline = JSON.parse(readFileSync(new URL('baseline.json', import.meta.url), 'utf8'))
const found = regressions(report, baseline, { publish: process.argv.includes('--publish') })
for (const { severity, name, title, url } of found) console.error(`${severity}: ${name}: ${title} (${url})`)
if (found.length > 0) process.exitCode = 1
else console.log('no vulnerability beyond the baseline')
