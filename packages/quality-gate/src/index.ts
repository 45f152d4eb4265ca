export { createCiRunner, type CiRunnerOptions } from './ci/create-ci-runner.ts'
export { createQualityGate } from './gate/create-quality-gate.ts'
