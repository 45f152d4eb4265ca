import { existsSync, readFileSync, readdirSync } from 'node:fs'

/** Every workspace that is not private, with its manifest. */
export function publishablePackages() {
  return ['packages', 'apps']
    .flatMap((parent) => readdirSync(parent).map((folder) => `${parent}/${folder}`))
    .filter((path) => existsSync(`${path}/package.json`))
    .map((path) => ({ path, manifest: JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
}
