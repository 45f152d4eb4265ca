import type { ModelFailureClass, ReportedWindow } from '@autopack/contracts'

const byCode: Readonly<Record<string, ModelFailureClass>> = {
  1112: 'auth', // account locked
  1113: 'billing', // no credit left
  1210: 'invalidRequest',
  1211: 'modelNotFound',
  1212: 'invalidRequest', // the model has no such method
  1213: 'invalidRequest',
  1214: 'invalidRequest',
  1220: 'auth', // no access to the interface
  1221: 'modelNotFound', // withdrawn
  1222: 'modelNotFound',
  1230: 'transient',
  1234: 'transient', // a network of theirs
  1261: 'contextOverflow',
  1300: 'auth', // blocked by a policy
  1301: 'contentFiltered',
  1302: 'rateLimited', // too many at once
  1303: 'rateLimited', // too many a minute
  1304: 'quotaExhausted', // a day's calls
  1305: 'overloaded', // everybody's traffic
  1308: 'quotaExhausted', // a plan's window, "will reset at …"
  1309: 'billing', // the plan has expired
  1310: 'quotaExhausted', // a plan's week or month
  1311: 'modelNotFound', // not in the plan
  1312: 'overloaded',
  1313: 'rateLimited', // fair use
}

/** GLM's own error codes, which say more than its status; null for what is none. */
export function glmClass(code: string): ModelFailureClass | null {
  return byCode[code] ?? (/^100[0-4]$|^11[0-2]\d$/.test(code) ? 'auth' : null)
}

const ofAccount: ReadonlySet<string> = new Set(['1304', '1308', '1310', '1313'])

/** `provider` where a code is about all of the account's use; null for other codes. */
export function glmScope(code: string): 'provider' | null {
  return ofAccount.has(code) ? 'provider' : null
}

const ofWindows: ReadonlySet<string> = new Set(['1304', '1308', '1310'])

/** The window of a plan that a code says is used up, named by its length as far as that is told ("for 5 hour"): `5h`, `7d`; nothing for other codes. */
export function glmWindow(code: string, message: string, resetAt: number | null): ReportedWindow[] {
  if (!ofWindows.has(code)) return []
  const [, length, unit] = /for (\d+) ?(hour|day)/i.exec(message) ?? []
  return [{ name: length === undefined || unit === undefined ? null : `${length}${unit.charAt(0).toLowerCase()}`, used: { share: 1 }, resetAt }]
}
