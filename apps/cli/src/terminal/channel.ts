/** One of the two ways out. */
export interface Channel {
  write(text: string): void
  readonly isTerminal: boolean
  readonly columns: number
  /** Whether the reader has gone; what is written then is dropped. */
  readonly closed: boolean
}

interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): boolean
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

/** A channel over a process stream that survives a reader who leaves (`| head`). `onClose` is called once. */
export function createChannel(stream: OutputStream, onClose: () => void): Channel {
  let closed = false
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
    if (closed) return
    closed = true
    onClose()
  })
  return {
    write: (text) => {
      if (!closed) stream.write(text)
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      // a terminal without a size says 0
      return stream.columns === undefined || stream.columns === 0 ? 120 : stream.columns
    },
    get closed() {
      return closed
    },
  }
}
