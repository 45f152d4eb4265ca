#!/usr/bin/env node
// Nothing is imported before the version of Node is known to be new enough: an old one would fail without a word.
const oldest = [22, 16] as const

function isOldNode(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1])
}

if (isOldNode()) {
  process.stderr.write(`autopack needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and try again.\n`)
  process.exitCode = 75
} else if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2] ?? '')) {
  const { version } = await import('./version.ts')
  process.stdout.write(`${version()}\n`)
} else {
  const { keepCompiledCode } = await import('./compiled-code.ts')
  // a dry run writes nothing at all
  if (!process.argv.includes('--dry-run')) keepCompiledCode(process.env)
  const { runOnProcess } = await import('./process-shell.ts')
  await runOnProcess()
}
