import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parts } from './parts.ts'
import { surface } from './surface/surface.ts'
import type { Theme } from './theme.ts'

/** What is shown by a test of its own, which a theme would only repeat: the file, and the words that do it. */
const elsewhere: Readonly<Record<string, readonly [file: string, words: string]>> = {
  'command autopack demo': ['../../src/demo/demo.test.ts', "await autopack('demo')"],
}

const themes: readonly Theme[] = Object.values(parts).flat()
const reached = [...themes.flatMap(({ showings }) => Object.values(showings).flatMap(({ reaches }) => reaches)), ...Object.keys(elsewhere)]

const here = (path: string): URL => new URL(path, import.meta.url)

describe('everything that has a name', () => {
  test('is shown at work by a test', () => {
    const shown = new Set(reached)
    expect([...surface()].filter((name) => !shown.has(name))).toEqual([])
  })

  test('is in the code, if a test says that it shows it', () => {
    const there = surface()
    expect([...new Set(reached)].filter((name) => !there.has(name))).toEqual([])
  })
})

describe('every theme', () => {
  test('is of one part, and has its own file', () => {
    const files = readdirSync(here('themes/')).flatMap((file) => readFileSync(here(`themes/${file}`), 'utf8').match(/: Theme = /g) ?? [])
    expect([new Set(themes).size, files.length]).toEqual([themes.length, themes.length])
  })

  test('is played by the test file of its part', () => {
    const played = readdirSync(here('.')).filter((file) => file.endsWith('.test.ts') && readFileSync(here(file), 'utf8').includes("from './play.ts'\n"))
    expect(played.map((file) => basename(file, '.test.ts')).toSorted()).toEqual(Object.keys(parts).toSorted())
    for (const file of played) expect(readFileSync(here(file), 'utf8')).toMatch(new RegExp(`^play\\(parts(?:\\.${basename(file, '.test.ts')}|\\['${basename(file, '.test.ts')}'\\])\\)$`, 'm'))
  })

  test.each(Object.values(elsewhere))('or elsewhere: %s says %s', (file, words) => {
    expect(existsSync(here(file)) && readFileSync(here(file), 'utf8').includes(words)).toBe(true)
  })
})
