import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AutopackError, type IsolationReport, type ModelRole } from '@autopack/contracts'
import type { AutopackParts } from '@autopack/core'
import { nodeDefaults } from '@autopack/core/node'
import { formatProblem } from '@autopack/strategy-engine'
import { type ConfigurationFiles, projectFolder, readConfigurationFiles } from '../configuration/configuration-files.ts'
import { withCredentials } from '../configuration/credentials.ts'
import { layered } from '../configuration/layered.ts'
import type { Location } from '../drawing/invocation.ts'
import { rootOf } from '../repository/root-of.ts'
import type { Shell } from '../shell.ts'
import { type Finding, fine } from './finding.ts'

/** Looks at everything a run will need, in the order in which it will need it. Writes nothing. */
export async function examine(shell: Shell, location: Location): Promise<readonly Finding[]> {
  const root = rootOf(shell, location)
  const configuration = await readConfigurationFiles(root)
  const { problems, resolved } = layered(configuration, null)
  const node = fine('node', `${process.versions.node} on ${process.platform}`)
  if (problems.length > 0) return [node, { verdict: 'problem', subject: 'configuration', message: problems.map(formatProblem).join('\n'), remedies: [] }]
  const state = location.state === undefined ? {} : { state: resolve(shell.cwd, location.state) }
  try {
    const parts = await nodeDefaults({ root, environment: await withCredentials(shell.environment, configuration.models, shell.cwd), configuration, readOnly: true, ...state })
    const findings = [node, fine('git', 'found'), ...(await repositoryOf(parts)), await stateOf(parts, state.state), isolationOf(await parts.runner.isolation(), resolved?.sandbox.minimum.value ?? {}), fine('configuration', configuration.project?.file ?? 'what is shipped; `autopack init` writes one for this project'), ...tablesOf(configuration), ...modelsOf(parts)]
    await Promise.all([parts.repository.close?.(), parts.journal.close()])
    return findings
  } catch (error) {
    if (!AutopackError.isInstance(error)) throw error
    return [node, { verdict: 'problem', subject: subjectOf(error.code), message: error.message, remedies: [] }]
  }
}

function subjectOf(code: string): string {
  return /GIT|REPOSITORY/.test(code) ? 'git' : code.includes('STORE') ? 'state' : 'machine'
}

async function repositoryOf({ repository }: AutopackParts): Promise<readonly Finding[]> {
  const { branch, head, notices, refusals } = await repository.inspect()
  const place = `${repository.identity.root}, ${branch ?? 'detached'} at ${head.slice(0, 7)}`
  if (refusals.length > 0) return refusals.map(({ message }) => ({ verdict: 'problem', subject: 'repository', message, remedies: [] }))
  return [fine('repository', place), ...notices.map(({ message }): Finding => ({ verdict: 'hint', subject: '', message, remedies: [] }))]
}

async function stateOf({ repository }: AutopackParts, state: string | undefined): Promise<Finding> {
  const folder = state ?? join(repository.identity.commonDirectory, 'autopack')
  const writable = await isWritable(folder)
  if (writable) return fine('state', folder)
  return { verdict: 'problem', subject: 'state', message: `${folder} cannot be written to`, remedies: ['correct its permissions, or name another folder with --state'] }
}

/** A folder that does not exist is as writable as what it will be made in. */
async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK)
    return true
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return missing && dirname(folder) !== folder && isWritable(dirname(folder))
  }
}

function isolationOf({ achieved, degradedBecause }: IsolationReport, minimum: Readonly<Record<string, number | undefined>>): Finding {
  const denied = Object.entries(minimum).filter(([, level]) => level !== undefined && achieved < level)
  const more = denied.length > 0 ? `; sandbox.minimum asks for more: ${denied.map(([use, level]) => `${use} ${level}`).join(', ')}` : ''
  const message = `level ${achieved} of 4${achieved === 0 ? ', at which no command runs' : more}`
  return { verdict: achieved === 0 || denied.length > 0 ? 'problem' : degradedBecause.length > 0 ? 'hint' : 'ok', subject: 'isolation', message, remedies: degradedBecause }
}

/** Which models.yaml and pricing.yaml are in force. */
function tablesOf({ models, pricing }: ConfigurationFiles): readonly Finding[] {
  return [models, pricing].map(({ file }) => {
    const name = basename(file)
    const isOwn = basename(dirname(file)) === projectFolder
    return fine(basename(name, '.yaml'), isOwn ? file : `what is shipped, until there is ${projectFolder}/${name}`)
  })
}

function modelsOf({ models }: AutopackParts): readonly Finding[] {
  return (['builder', 'auditor'] as const).map((role) => {
    const quote = models.preview(smallestRequest(role))
    if (quote.kind === 'quote') return fine(role, quote.model)
    return { verdict: 'hint', subject: role, message: quote.message, remedies: [role === 'builder' ? 'only plans whose phases all name a builder can run' : 'changes are kept unaudited, and their receipts say so'] }
  })
}

function smallestRequest(role: ModelRole): Parameters<AutopackParts['models']['preview']>[0] {
  return {
    purpose: { role, category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
    messages: [],
    schema: { name: 'nothing', schema: {} },
    maxOutputTokens: 1,
  }
}
