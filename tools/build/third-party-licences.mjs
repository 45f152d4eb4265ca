import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Collects the licence of every package that went into a bundle, as its licence asks of whoever passes it on. */
export function writeThirdPartyLicences(metafile, destination) {
  const folders = new Set()
  for (const input of Object.keys(JSON.parse(readFileSync(metafile, 'utf8')).inputs)) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
    if (folder !== undefined) folders.add(folder)
  }
  const sections = [...folders].map(section).sort()
  writeFileSync(destination, sections.join('\n\n'))
}

function section(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  const text = file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : '(its package carries no licence text)'
  return `${name}@${version} (${license})\n\n${text}\n`
}
