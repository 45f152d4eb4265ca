// Loaded into a process with --require: at its end it writes the most memory it held at once, in kilobytes.
const { readFileSync, writeFileSync } = require('node:fs')

process.once('exit', () => {
  // rusage would count what the parent held when it forked
  const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]
  writeFileSync(process.env.BENCH_PEAK_FILE, peak)
})
