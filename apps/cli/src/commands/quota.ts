import { randomUUID } from 'node:crypto'
import { nanoPerUsd } from '@autopack/contracts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { span } from '../terminal/span.ts'
import { amountIn, quotaCells } from '../usage/quota-cells.ts'
import { usageError } from '../usage-error.ts'

/** `autopack quota` */
export async function quota(shell: Shell, options: Location & { readonly json?: true }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true, withLimits: true }, async ({ routing }) => {
    const quotas = await routing().quotas()
    if (options.json === true) for (const state of quotas) shell.stdout.write(jsonLine(state))
    else if (quotas.length === 0) shell.out.print([[span('models.yaml has no limits', 'quiet')]])
    else shell.out.print(columns(quotas.map(quotaCells), { right: [1] }))
    return 0
  })
}

/** `autopack quota adjust LIMIT AMOUNT` */
export async function adjust(shell: Shell, limit: string, given: number, options: Location & { readonly note?: string }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true, withLimits: true }, async ({ routing }) => {
    const routes = routing()
    const state = (await routes.quotas()).find((candidate) => candidate.limit === limit)
    if (state === undefined) throw usageError(`models.yaml has no limit ${limit}; \`autopack quota\` lists them.`)
    const counted = Math.round(state.unit === 'usd' ? given * nanoPerUsd : given)
    await routes.adjust({ id: randomUUID(), limit, amount: counted, note: options.note ?? '' })
    shell.out.print([[`${limit}: ${amountIn(state.unit, state.used + counted)} of ${amountIn(state.unit, state.hard)}`]])
    return 0
  })
}

/** `autopack quota clear PROVIDER` */
export async function clear(shell: Shell, provider: string, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true, withLimits: true }, async ({ routing }) => {
    const ended = await routing().clear(provider)
    if (ended === null) throw usageError(`models.yaml has no model of a provider ${provider}.`)
    const rows = ended.map(({ until, reason }) => [span(`until ${new Date(until).toISOString()}`, 'quiet'), reason])
    shell.out.print(rows.length === 0 ? [[`${provider} is not waited for`]] : [[`${provider} is asked again; it was waited for`], ...columns(rows, {})])
    return 0
  })
}

/** `autopack quota rebuild` */
export async function rebuild(shell: Shell, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ routing }) => {
    const { differences } = await routing().rebuild()
    const rows = differences.map(({ bucket, counted, folded }) => [bucket, `${counted.posted} used, ${counted.held} held`, span(`${folded.posted} used, ${folded.held} held`, 'good')])
    shell.out.print(rows.length === 0 ? [['every counter is the sum of what is written down']] : [[span('were wrong, and are the sum of what is written down again:', 'warn')], ...columns(rows, {})])
    return 0
  })
}
