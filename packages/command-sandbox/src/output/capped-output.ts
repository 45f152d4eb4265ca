/** Keeps the head and the tail of a stream in bounded memory. */
export interface CappedOutput {
  add(chunk: Buffer): void
  /** The text, with `… [N bytes dropped] …` where the middle is missing. Never splits a UTF-8 character. */
  text(): string
  dropped(): number
}

/** `limit`: bytes kept in all, half of them from the start, half from the end. */
export function createCappedOutput(limit: number): CappedOutput {
  const headLimit = Math.ceil(limit / 2)
  const head: Buffer[] = []
  let headBytes = 0
  const tail = createRing(limit - headLimit)
  let total = 0

  const kept = (): { readonly start: Buffer; readonly end: Buffer } => {
    const start = Buffer.concat(head)
    const end = tail.read()
    if (total === start.length + end.length) return { start, end }
    return { start: start.subarray(0, wholeCharacters(start)), end: end.subarray(continuationBytes(end)) }
  }
  const missing = (part: { readonly start: Buffer; readonly end: Buffer }): number => total - part.start.length - part.end.length

  return {
    add(chunk) {
      total += chunk.length
      const taken = chunk.subarray(0, Math.max(0, headLimit - headBytes))
      if (taken.length > 0) head.push(taken)
      headBytes += taken.length
      tail.write(chunk.subarray(taken.length))
    },
    text() {
      const part = kept()
      const dropped = missing(part)
      if (dropped === 0) return Buffer.concat([part.start, part.end]).toString('utf8')
      return `${part.start.toString('utf8')}\n… [${dropped} bytes dropped] …\n${part.end.toString('utf8')}`
    },
    dropped: () => missing(kept()),
  }
}

/** The last `size` bytes written. */
function createRing(size: number): { write(chunk: Buffer): void; read(): Buffer } {
  let bytes = Buffer.alloc(0)
  let written = 0
  return {
    write(chunk) {
      if (chunk.length === 0 || size === 0) return
      // most commands never fill the head: the ring's memory is taken when one does
      if (bytes.length === 0) bytes = Buffer.alloc(size)
      const latest = chunk.subarray(Math.max(0, chunk.length - size))
      const at = (written + chunk.length - latest.length) % size
      const beforeWrap = latest.copy(bytes, at)
      latest.copy(bytes, 0, beforeWrap)
      written += chunk.length
    },
    read() {
      if (written <= size) return bytes.subarray(0, written)
      const at = written % size
      return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)])
    },
  }
}

/** Length without a character that is cut at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < characterLength(byte) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function characterLength(first: number): number {
  if (first >= 0xf0) return 4
  return first >= 0xe0 ? 3 : 2
}

function continuationBytes(bytes: Buffer): number {
  let count = 0
  while (count < 3 && ((bytes[count] ?? 0) & 0xc0) === 0x80) count += 1
  return count
}
