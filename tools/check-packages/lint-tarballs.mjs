import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const run = promisify(execFile)

/** publint, attw and our own rule of what a tarball holds, on each tarball. */
export async function lintTarballs(packed) {
  const failures = []
  for (const each of packed) failures.push(...contents(each), ...(await byPublint(each)), ...(await byAttw(each)))
  return failures
}

function contents({ manifest, files }) {
  const missing = ['README.md', 'LICENSE'].filter((file) => !files.includes(file))
  // the demo's project has tests of its own, which are what it is about
  const unwanted = files.filter((file) => /\.(test|fixture)\.|\.tsbuildinfo$/.test(file) && !file.startsWith('dist/demo-project/'))
  return [...missing.map((file) => `${manifest.name}: its tarball has no ${file}`), ...unwanted.map((file) => `${manifest.name}: its tarball must not hold ${file}`)]
}

async function byPublint({ manifest, tarball }) {
  const data = readFileSync(tarball)
  const { messages } = await publint({ strict: true, pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) } })
  return messages.map((message) => `${manifest.name}: publint: ${formatMessage(message, manifest, { color: false }) ?? message.code}`)
}

/** A command without a library face has no types that could be wrong. */
async function byAttw({ manifest, tarball }) {
  if (manifest.exports['.'] === undefined) return []
  const attw = join('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js')
  const args = [attw, tarball, '--profile', 'esm-only', '--no-color', '--format', 'ascii']
  return run(process.execPath, args).then(
    () => [],
    (error) => [`${manifest.name}: attw:\n${error.stdout}${error.stderr}`],
  )
}
