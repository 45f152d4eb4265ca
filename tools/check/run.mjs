// The one gate: every check a change has to pass, all of them run, the failed ones named at the end.
// `npm run check -- --no-test` leaves the tests out, for whoever has just run them.
import { spawnSync } from 'node:child_process'

const steps = [
  { name: 'lint', script: ['lint'] },
  { name: 'typecheck', script: ['typecheck'] },
  { name: 'generated files fresh', script: ['generate', '--', '--check'] },
  { name: 'unused code', script: ['unused'] },
  { name: 'test', script: ['test'] },
  { name: 'build', script: ['build'] },
  { name: 'packages', script: ['check:packages'], needs: 'build' },
]

const wanted = process.argv.includes('--no-test') ? steps.filter((step) => step.name !== 'test') : steps
const failed = []
for (const step of wanted) {
  if (failed.includes(step.needs)) continue
  console.log(`\n# ${step.name}`)
  const started = performance.now()
  const { status } = spawnSync('npm', ['run', '--silent', ...step.script], { stdio: 'inherit' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (status !== 0) failed.push(step.name)
  console.log(`# ${step.name}: ${status === 0 ? 'ok' : 'FAILED'} after ${seconds} s`)
}

if (failed.length > 0) {
  console.error(`\nthe gate is closed: ${failed.join(', ')}`)
  process.exitCode = 1
} else {
  console.log('\nthe gate is open')
}
