import type { Readable } from 'node:stream'

/** Reads a stream piece by piece, in the order asked; a caller waits for its piece before it asks for the next. */
export interface ByteReader {
  /** Up to the next line feed, which is taken and left out. */
  line(): Promise<string>
  exactly(bytes: number): Promise<Buffer>
  /** Up to a mark, which is taken and left out. Throws where more than `limit` bytes come before it. */
  upTo(mark: Buffer, limit: number): Promise<Buffer>
}

/** What a reader throws when the stream ends before the piece is whole. */
export class StreamEnded extends Error {}

/** Bytes that may wait to be read; beyond, the writer waits. */
const mostWaiting = 4 << 20

export function createByteReader(stream: Readable): ByteReader {
  const chunks: Buffer[] = []
  let waiting = 0
  let ended = false
  let wake = (): void => undefined
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    waiting += chunk.length
    if (waiting > mostWaiting) stream.pause()
    wake()
  })
  const end = (): void => {
    ended = true
    wake()
  }
  stream.once('end', end).once('close', end).once('error', end)

  /** The next bytes there are, at most `bytes` of them. */
  const next = async (bytes = Number.POSITIVE_INFINITY): Promise<Buffer> => {
    while (chunks.length === 0) {
      if (ended) throw new StreamEnded()
      stream.resume()
      await new Promise<void>((resolve) => (wake = resolve))
    }
    const [first = Buffer.of()] = chunks
    if (first.length <= bytes) chunks.shift()
    else chunks[0] = first.subarray(bytes)
    waiting -= Math.min(first.length, bytes)
    return first.subarray(0, bytes)
  }

  const upTo = async (mark: Buffer, limit: number): Promise<Buffer> => {
    const parts: Buffer[] = []
    let length = 0
    let tail: Buffer = Buffer.of()
    for (;;) {
      const part = await next()
      const seen = tail.length === 0 ? part : Buffer.concat([tail, part])
      const at = seen.indexOf(mark)
      parts.push(part)
      length += part.length
      if (at !== -1) {
        const rest = seen.subarray(at + mark.length)
        if (rest.length > 0) chunks.unshift(rest)
        waiting += rest.length
        return Buffer.concat(parts).subarray(0, length - (seen.length - at))
      }
      if (length > limit) throw new Error(`more than ${limit} bytes`)
      tail = seen.subarray(Math.max(0, seen.length - mark.length + 1))
    }
  }

  return {
    line: async () => (await upTo(lineFeed, longestLine)).toString('utf8'),
    exactly: async (bytes) => {
      const parts: Buffer[] = []
      for (let left = bytes; left > 0; left -= parts.at(-1)?.length ?? 0) parts.push(await next(left))
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
    },
    upTo,
  }
}

const lineFeed = Buffer.from('\n')
const longestLine = 1 << 20
