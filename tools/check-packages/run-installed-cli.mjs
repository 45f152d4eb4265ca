import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The installed command says its version, its bundle brought the operator's defaults along, and its demo runs where nothing else is. */
export function runInstalledCli(project, commands) {
  return commands.flatMap(({ manifest }) => {
    const failures = Object.keys(manifest.bin).flatMap((name) => [...saysItsVersion(project, name, manifest.version), ...runsItsDemo(project, name)])
    const config = join(project, 'node_modules', manifest.name, 'dist', 'config', 'models.yaml')
    return existsSync(config) ? failures : [...failures, `${manifest.name}: its tarball has no dist/config/models.yaml`]
  })
}

function saysItsVersion(project, name, version) {
  const { status, stdout, stderr } = run(project, name, '--version')
  return status === 0 && stdout.includes(version) ? [] : [`${name} --version (installed alone in an empty project) should say ${version}: exit ${status}\n${stdout}${stderr}`]
}

function runsItsDemo(project, name) {
  const { status, stdout, stderr } = run(project, name, 'demo')
  return status === 0 ? [] : [`${name} demo (installed alone in an empty project) should end with 0: exit ${status}\n${stdout}${stderr}`]
}

/** Temporary files lie in the project, which is removed with them. */
function run(project, name, ...args) {
  return spawnSync(process.execPath, [join(project, 'node_modules', '.bin', name), ...args], { cwd: project, env: { ...process.env, TMPDIR: project }, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' })
}
