import { findSecrets } from '../secrets/find-secrets.ts'
import type { FoundSecret } from '../secrets/found-secret.ts'
import { legibleTexts } from '../secrets/legible-texts.ts'
import { fileRule } from './file-rule.ts'
import { deny, liftedBy, liftRemedy, type Objection, type Rule, type RuleInput } from './rule.ts'

const advice = 'read it from the environment or a secret store instead, and replace it where it is in use'

/** Keys, tokens and passwords of known shapes, in files, in names and in what links point at. What a file held before may stay; a message never repeats one. */
export const secret: Rule = {
  name: 'secret',
  judge: async (input) => (await Promise.all([inFiles.judge(input), inNames(input), inLinks(input)])).flat(),
}

const inFiles = fileRule('secret', async ({ path, before, after }) => {
  const [first] = await newSecrets(path, before?.text ?? '', after.text)
  if (first === undefined) return null
  // bytes have no lines
  const place = after.text.includes('\0') ? path : `${path}:${first.line}`
  return `${place} holds a secret (${first.kind}); ${advice}`
})

async function newSecrets(path: string, before: string, after: string): Promise<readonly FoundSecret[]> {
  const found = (await Promise.all(legibleTexts(after).map((text) => findSecrets(path, text)))).flat()
  if (found.length === 0) return []
  const old = legibleTexts(before)
  return found.filter((each) => !old.some((text) => text.includes(each.secret)))
}

/** All names at once, one a line; what is said of one does not name it. */
async function inNames({ request, changes }: RuleInput): Promise<readonly Objection[]> {
  const isLifted = liftedBy(request, 'secret')
  const names = changes.filter(({ path, before, after }) => before === null && after !== null && !isLifted(path)).map(({ path }) => path)
  const found = names.length === 0 ? [] : await findSecrets('names', names.join('\n'))
  return found.map(({ kind }) => deny(null, `the name of a new file or folder holds a secret (${kind}); ${advice}`, liftRemedy('secret')))
}

async function inLinks({ request, changes, repository }: RuleInput): Promise<readonly Objection[]> {
  const isLifted = liftedBy(request, 'secret')
  const links = changes.flatMap(({ path, after }) => (after?.mode === '120000' && !isLifted(path) ? [{ path, blob: after.blob }] : []))
  if (links.length === 0) return []
  const targets = await repository.readBlobs(links.map(({ blob }) => blob))
  const found = await Promise.all(links.map(async ({ path }, index) => ({ path, secrets: await findSecrets(path, Buffer.from(targets[index] ?? Buffer.of()).toString('utf8')) })))
  return found.flatMap(({ path, secrets: [first] }) => (first === undefined ? [] : [deny(path, `${path} points at a secret (${first.kind}); ${advice}`, liftRemedy('secret'))]))
}
