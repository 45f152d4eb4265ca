/** Of the pieces of an answer that came over a wire and may be anything: their UTF-8 bytes. */
export function receivedBytes(...pieces: readonly unknown[]): number {
  return pieces.reduce<number>((sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : 0), 0)
}
