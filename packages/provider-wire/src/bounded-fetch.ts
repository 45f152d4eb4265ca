export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/** More than any streamed answer of 32k tokens with its framing; errors have a much smaller bound. */
const answerBytes = 32 * 1024 * 1024
const errorBytes = 64 * 1024

/** A fetch whose bodies end in an error once they are longer than an honest one can be. */
export function boundedFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init)
    if (response.body === null) return response
    return new Response(response.body.pipeThrough(limit(response.ok ? answerBytes : errorBytes)), response)
  }
}

function limit(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let seen = 0
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength
      if (seen > bytes) controller.error(new BodyTooLarge(bytes))
      else controller.enqueue(chunk)
    },
  })
}

/** Internal: classified where it arrives, never thrown out of the package. */
export class BodyTooLarge extends Error {
  constructor(bytes: number) {
    super(`the response is larger than ${bytes} bytes; it was cut off and thrown away`)
  }
}
