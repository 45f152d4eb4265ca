import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { projectFolder } from '../configuration/configuration-files.ts'
import { createInvocation } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { detectTests } from '../init/detect-tests.ts'
import { configurationText, planText } from '../init/project-files.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { type Line, span } from '../terminal/span.ts'

/** `autopack init` */
export async function init(shell: Shell, options: { readonly repo?: string }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ root }) => writeFiles(shell, root, options))
}

async function writeFiles(shell: Shell, root: string, options: { readonly repo?: string }): Promise<ExitCode> {
  const invocation = createInvocation(options)
  const tests = await detectTests(root)
  await mkdir(join(root, projectFolder), { recursive: true })
  const written = [await writeNew(join(root, projectFolder, 'config.yaml'), configurationText(tests)), await writeNew(join(root, projectFolder, 'plan.yaml'), planText(projectName(root), tests))]
  shell.err.print([
    ...written.map((file) => report(shell, root, file)),
    [tests === null ? span('no test command was found: say in .autopack/config.yaml how the tests run', 'warn') : span(`tests: ${tests.because}`, 'quiet')],
    [span(`models and prices: what is shipped, until ${projectFolder}/models.yaml and ${projectFolder}/pricing.yaml say otherwise`, 'quiet')],
    [span(`next: ${invocation('check')}, then ${invocation('run', relative(shell.cwd, join(root, projectFolder, 'plan.yaml')))}`, 'quiet')],
  ])
  return 0
}

interface Written {
  readonly file: string
  readonly isNew: boolean
}

/** Never overwrites. */
async function writeNew(file: string, text: string): Promise<Written> {
  try {
    await writeFile(file, text, { flag: 'wx' })
    return { file, isNew: true }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return { file, isNew: false }
    throw error
  }
}

function report({ symbols }: Shell, root: string, { file, isNew }: Written): Line {
  const name = relative(root, file)
  return isNew ? [span(`${symbols.good} wrote`, 'good'), ` ${name}`] : [span(`${symbols.skipped} kept`, 'quiet'), ` ${name}: it was there already`]
}

function projectName(root: string): string {
  const name = basename(root).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 48)
  return name === '' ? 'project' : name
}
