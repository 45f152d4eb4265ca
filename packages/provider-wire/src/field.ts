/** A member of something that came over a wire and may be anything. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined), value)
}

/** Like `field`, where only a text will do. */
export function textField(value: unknown, ...path: readonly string[]): string | null {
  const found = field(value, ...path)
  return typeof found === 'string' ? found : null
}

/** A count of tokens; null where it is missing (unless `missing` says what that means), negative, broken or absurd. */
export function readCount(value: unknown, missing: number | null = null): number | null {
  const found = value ?? missing
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : null
}
