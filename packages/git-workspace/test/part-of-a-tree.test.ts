import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Checkout } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { withTrial, type Trial } from './trial.ts'

const files = {
  '.gitignore': '*.log\n',
  'README.md': '# A project\n',
  'docs/guide.md': 'guide\n',
  'src/.gitignore': 'built/\n',
  'src/a.js': 'a\n',
  'src/deep/b.js': 'b\n',
  'src/deep/style.css': 'css\n',
  'tools/x.js': 'x\n',
}

function filesIn({ path }: Checkout): readonly string[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).filter((name) => !name.startsWith('.git/')).toSorted()
}

function write({ path }: Checkout, file: string, text: string): void {
  mkdirSync(dirname(join(path, file)), { recursive: true })
  writeFileSync(join(path, file), text)
}

async function changesOf({ workspace, repository }: Trial, checkout: Checkout): Promise<readonly string[]> {
  const changes = await repository.changes(checkout.commit, await workspace.capture(checkout))
  return changes.map(({ path, before, after }) => `${before === null ? 'new' : after === null ? 'gone' : 'changed'} ${path}`)
}

test.each([
  [['src/**'], ['.gitignore', 'src/.gitignore', 'src/a.js', 'src/deep/b.js', 'src/deep/style.css']],
  [['src/**/*.js', 'README.md'], ['.gitignore', 'README.md', 'src/.gitignore', 'src/a.js', 'src/deep/b.js']],
  [['**/*.css'], Object.keys(files)],
  [['nowhere/**'], ['.gitignore']],
  [['**'], Object.keys(files)],
  [['!src/**'], Object.keys(files)],
])('a checkout of %j holds what they match and what git needs to know, or all where there is little to leave out', (only, expected) =>
  withTrial(files, async (trial) => {
    const checkout = await trial.workspace.create('one', trial.base, { copy: [], only })
    expect(filesIn(checkout)).toEqual(expected.toSorted())
    expect(await changesOf(trial, checkout)).toEqual([])
  }),
)

test('a folder of many files is not checked out for the sake of one', () =>
  withTrial(Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`all/${number}.js`, `${number}\n`])), async (trial) => {
    const checkout = await trial.workspace.create('one', trial.base, { copy: [], only: ['all/7.js'] })
    expect(filesIn(checkout)).toEqual(['all/7.js'])
    rmSync(join(checkout.path, 'all/7.js'))
    expect(await changesOf(trial, checkout)).toEqual(['gone all/7.js'])
  }))

test.each([
  [['app/\\[id\\]/**'], ['app/[id]/page.tsx']],
  [['./app/\\(group\\)/**'], ['app/(group)/page.tsx']],
  [['app/{\\[id\\],other}/*.tsx'], ['app/[id]/page.tsx', 'app/other/page.tsx']],
  [['app/@(other)/**'], ['app/other/page.tsx']],
])('a checkout of %j holds folders whose names a glob must escape', (only, expected) =>
  withTrial({ ...files, 'app/[id]/page.tsx': 'id\n', 'app/(group)/page.tsx': 'group\n', 'app/other/page.tsx': 'other\n' }, async (trial) => {
    const checkout = await trial.workspace.create('one', trial.base, { copy: [], only })
    expect(filesIn(checkout)).toEqual(['.gitignore', ...expected].toSorted())
  }),
)

test('a capture holds all that the checkout never held, and the change alone differs', () =>
  withTrial(files, async (trial) => {
    const checkout = await trial.workspace.create('one', trial.base, { copy: [], only: ['src/**'] })
    write(checkout, 'src/a.js', 'changed\n')
    write(checkout, 'src/new/c.js', 'c\n')
    write(checkout, 'src/built/out.js', 'ignored\n')
    write(checkout, 'today.log', 'ignored\n')
    rmSync(join(checkout.path, 'src/deep'), { recursive: true })
    const expected = ['changed src/a.js', 'gone src/deep/b.js', 'gone src/deep/style.css', 'new src/new/c.js']
    expect(await changesOf(trial, checkout)).toEqual(expected)
    expect(await changesOf(trial, checkout)).toEqual(expected)
  }))

test('what is written where the commit has something else is seen as what it does there', () =>
  withTrial(files, async (trial) => {
    const checkout = await trial.workspace.create('one', trial.base, { copy: [], only: ['src/**'] })
    write(checkout, 'README.md', 'overwritten\n')
    write(checkout, 'docs', 'a file for a folder\n')
    write(checkout, 'tools/x.js/y.js', 'a folder for a file\n')
    expect(await changesOf(trial, checkout)).toEqual(['changed README.md', 'new docs', 'gone docs/guide.md', 'gone tools/x.js', 'new tools/x.js/y.js'])
  }))

test('a whole checkout in the place of a part is whole', () =>
  withTrial(files, async (trial) => {
    await trial.workspace.create('one', trial.base, { copy: [], only: ['src/**'] })
    const checkout = await trial.workspace.create('one', trial.base, { copy: [] })
    rmSync(join(checkout.path, 'README.md'))
    expect(await changesOf(trial, checkout)).toEqual(['gone README.md'])
  }))

test('a checkout is a repository that git finds no fault with', () =>
  withTrial(files, async ({ workspace, base, user }) => {
    const { path } = await workspace.create('one', base, { copy: [] })
    const git = (...args: readonly string[]): string => user.git('-C', path, ...args)
    expect([git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('fsck', '--strict')]).toEqual(['', base, ''])
    expect(git('rev-parse', '--absolute-git-dir')).toBe(join(path, '.git'))
  }))
