import { nanoPerUsd } from '@autopack/contracts'

/** Nano-dollars as `$0`, `$0.0123`, `$12.30`; what is too small to show is `<$0.0001`. */
export function money(nanoUsd: number): string {
  if (nanoUsd === 0) return '$0'
  const dollars = nanoUsd / nanoPerUsd
  if (dollars < 0.0001) return '<$0.0001'
  return `$${dollars.toFixed(dollars < 0.99995 ? 4 : 2)}`
}
