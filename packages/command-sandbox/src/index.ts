export { createCommandRunner, type CommandRunnerOptions } from './create-command-runner.ts'
export type { Containment, Isolation } from './isolation/containment.ts'
export { minimumIsolation, type MinimumIsolation } from './isolation/minimum-isolation.ts'
export { probeIsolation, type ProbeHost } from './isolation/probe-isolation.ts'
