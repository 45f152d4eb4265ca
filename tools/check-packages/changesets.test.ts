import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { publishablePackages } from './publishable-packages.mjs'

const folder = new URL('../../.changeset/', import.meta.url)
const changesets = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md')

test.each(changesets)('%s names packages that are published, each once', (name) => {
  const [, head = ''] = readFileSync(new URL(name, folder), 'utf8').split('---\n')
  const published = publishablePackages().map(({ manifest }) => manifest.name)
  const bumps: Record<string, string> = parse(head)
  expect(Object.keys(bumps).filter((named) => !published.includes(named))).toEqual([])
  expect(Object.values(bumps).filter((bump) => !['major', 'minor', 'patch'].includes(bump))).toEqual([])
})
