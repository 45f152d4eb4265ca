import type { ModelFailureClass } from '@autopack/contracts'

const byStatus: Readonly<Record<number, ModelFailureClass>> = {
  400: 'invalidRequest',
  401: 'auth',
  402: 'billing',
  403: 'auth',
  404: 'modelNotFound',
  408: 'timeout',
  409: 'transient',
  413: 'contextOverflow',
  422: 'invalidRequest',
  429: 'rateLimited',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
}

/** What an HTTP status says by itself. Total. */
export function statusClass(status: number): ModelFailureClass {
  return byStatus[status] ?? (status >= 500 ? 'transient' : status >= 400 ? 'invalidRequest' : 'unknown')
}
