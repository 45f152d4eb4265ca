/** One of the two ways out. */
export interface Channel {
  write(text: string): void
  readonly isTerminal: boolean
  readonly columns: number
  /** Whether nothing can be written any more; what is written then is dropped. */
  readonly closed: boolean
}

interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): boolean
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

/** A channel over a process stream that survives a reader who leaves (`| head`) and a disk that is full. `onClose` is called once, with the error of one that has not just left. */
export function createChannel(stream: OutputStream, onClose: (error: Error | null) => void): Channel {
  let closed = false
  stream.on('error', (error) => {
    if (closed) return
    closed = true
    onClose(error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' ? null : error)
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
