const MARKER_ROOM = 100

/** At most `limit` bytes: the first and the last half stay, a line between them says how much is gone. Never splits a UTF-8 character. */
export function truncate(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length <= limit) return bytes
  const half = Math.max(0, Math.floor((limit - MARKER_ROOM) / 2))
  const head = bytes.subarray(0, characterStart(bytes, half))
  const tail = bytes.subarray(characterStart(bytes, bytes.length - half))
  const dropped = bytes.length - head.length - tail.length
  return Buffer.concat([head, Buffer.from(`\n[autopack: ${dropped} bytes left out here]\n`), tail])
}

/** The nearest start of a character at or before `index`, if there is one within four bytes. */
function characterStart(bytes: Uint8Array, index: number): number {
  for (let back = 0; back < 4 && back <= index; back += 1) {
    if (((bytes[index - back] ?? 0) & 0xc0) !== 0x80) return index - back
  }
  return index
}
