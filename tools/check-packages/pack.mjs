import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Packs the packages into tarballs; returns them with the tarball's path and the list of its files. */
export function pack(packages, destination) {
  const workspaces = packages.flatMap(({ manifest }) => ['--workspace', manifest.name])
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, ...workspaces], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  const reports = Object.values(JSON.parse(output))
  return packages.map((each) => {
    const report = reports.find(({ name }) => name === each.manifest.name)
    return { ...each, tarball: join(destination, report.filename), files: report.files.map(({ path }) => path) }
  })
}
