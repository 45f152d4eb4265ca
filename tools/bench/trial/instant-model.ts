import { createScriptedModel } from '@autopack/testkit'
import { changeOf } from './sample-project.ts'

export interface InstantModel extends AsyncDisposable {
  /** For the `baseUrl` of a provider. */
  readonly baseUrl: string
  /** What went over the wire so far, requests with their JSON and the texts of the answers, at four bytes a token. */
  tokens(): number
}

/** Answers at once: to builders the change of the next phase, to auditors that it may stand. */
export async function startInstantModel(): Promise<InstantModel> {
  let phase = 0
  let answered = 0
  const model = createScriptedModel({
    respond: ({ schemaName }) => {
      const answer = JSON.stringify(schemaName === 'change' ? proposal((phase += 1)) : { verdict: 'approve', findings: [] })
      answered += Buffer.byteLength(answer)
      return answer
    },
  })
  return {
    baseUrl: await model.start(),
    tokens: () => Math.ceil((model.requests.reduce((sum, { bytes }) => sum + bytes, 0) + answered) / 4),
    [Symbol.asyncDispose]: () => model.close(),
  }
}

function proposal(phase: number): object {
  const files = Object.entries(changeOf(phase)).map(([path, content]) => ({ action: 'write', path, content }))
  return { summary: 'A greeting, with a test.', files }
}
