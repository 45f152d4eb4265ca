/** A signal that also fires after `ms`; `passed` tells which of the two it was. */
export function withDeadline(signal: AbortSignal, ms: number): { readonly signal: AbortSignal; passed(): boolean } {
  const deadline = AbortSignal.timeout(Math.max(1, Math.min(Math.ceil(ms), 2 ** 31 - 1)))
  return { signal: AbortSignal.any([signal, deadline]), passed: () => deadline.aborted && !signal.aborted }
}
