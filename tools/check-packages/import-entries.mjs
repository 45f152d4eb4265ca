import { spawnSync } from 'node:child_process'

/** Imports every entry of every package, each in a process of its own, and asks that this prints nothing. */
export function importEntries(project, packed) {
  return packed.flatMap(({ manifest }) => entriesOf(manifest).flatMap((specifier) => importOne(project, specifier)))
}

function entriesOf({ name, exports }) {
  return Object.keys(exports)
    .filter((subpath) => !subpath.endsWith('.json'))
    .map((subpath) => name + subpath.slice(1))
}

function importOne(project, specifier) {
  const script = `const names = Object.keys(await import('${specifier}')); if (names.length === 0) throw new Error('it exports nothing')`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script], { cwd: project, encoding: 'utf8' })
  return status === 0 && stdout + stderr === '' ? [] : [`import '${specifier}' in an empty project:\n${stdout}${stderr}`]
}
