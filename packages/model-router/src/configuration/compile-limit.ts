import { createHash } from 'node:crypto'
import { nanoPerUsd, type Quota } from '@autopack/contracts'
import { bucketOf } from '../calls/charge.ts'
import { anchored } from '../windows/anchored.ts'
import { calendar } from '../windows/calendar.ts'
import { providerReported } from '../windows/provider.ts'
import { sliding } from '../windows/sliding.ts'
import type { Window } from '../windows/window.ts'
import type { CompiledLimit, Unit } from './tables.ts'

/** A limit with its window, named so that neither another limit nor another cut of its window is taken for it. */
export function compileLimit(name: string, quota: Quota): CompiledLimit {
  const { tokens, usd, requests, soft, window } = quota
  const unit = tokens !== undefined ? 'tokens' : usd !== undefined ? 'usd' : 'requests'
  const hard = tokens ?? requests ?? Math.round((usd ?? 0) * nanoPerUsd)
  const series = seriesOf(unit, name, quota)
  const shape = shapeOf(window)
  const follows = window.kind === 'provider' ? { name: window.name ?? null, ofModel: quota.model !== undefined } : null
  return { name, unit, hard, soft: Math.ceil(hard * soft), series, shape: numberOf(shape), window: windowOf(`${series}/${shape}`, window), follows }
}

/** A limit of another provider, model or role is another one, whatever it is called. */
function seriesOf(unit: Unit, name: string, { provider, model, role }: Quota): string {
  const of = [provider, model, role].map((one) => (one === undefined ? '*' : encodeURIComponent(one)))
  return bucketOf(unit, ['quota', name, ...of].join('/'))
}

/** A time zone is none: it holds from the end of the window that is open. */
function shapeOf(window: Quota['window']): string {
  switch (window.kind) {
    case 'sliding':
    case 'anchored':
      return `${window.kind}-${window.minutes}`
    case 'calendar':
      return `calendar-${window.every}`
    case 'provider':
      return window.name === undefined ? 'provider' : `provider-${encodeURIComponent(window.name)}`
  }
}

function numberOf(shape: string): number {
  return createHash('sha256').update(shape).digest().readUIntBE(0, 6)
}

function windowOf(key: string, window: Quota['window']): Window {
  switch (window.kind) {
    case 'sliding':
      return sliding(key, Math.ceil(window.minutes * 60_000))
    case 'anchored':
      return anchored(key, Math.ceil(window.minutes * 60_000))
    case 'calendar':
      return calendar(key, window.every, window.timeZone)
    case 'provider':
      return providerReported(key)
  }
}
