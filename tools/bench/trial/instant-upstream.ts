// A model behind OpenAI's protocol that answers at once, as a process of its own. Says its base URL, and ends with its starter or after two minutes.
import { createScriptedModel } from '@autopack/testkit'

const model = createScriptedModel({ respond: () => '{"verdict":"approve","findings":[]}' })
process.stdout.write(`${await model.start()}\n`)
process.stdin.on('end', () => process.exit(0)).resume()
setTimeout(() => process.exit(0), 120_000)
