import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The installed command says its version, and its bundle brought the operator's defaults along. */
export function runInstalledCli(project, commands) {
  return commands.flatMap(({ manifest }) => {
    const failures = Object.keys(manifest.bin).flatMap((name) => saysItsVersion(project, name, manifest.version))
    const config = join(project, 'node_modules', manifest.name, 'dist', 'config', 'models.yaml')
    return existsSync(config) ? failures : [...failures, `${manifest.name}: its tarball has no dist/config/models.yaml`]
  })
}

function saysItsVersion(project, name, version) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'node_modules', '.bin', name), '--version'], { cwd: project, encoding: 'utf8' })
  return status === 0 && stdout.includes(version) ? [] : [`${name} --version (installed alone in an empty project) should say ${version}: exit ${status}\n${stdout}${stderr}`]
}
