import { findSecrets } from '../secrets/find-secrets.ts'
import { fileRule } from './file-rule.ts'

/** Keys, tokens and passwords of known shapes. What the file held before may stay; a message never repeats one. */
export const secret = fileRule('secret', async ({ path, before, after }) => {
  if (after.isBinary) return null
  const found = await findSecrets(path, after.text)
  const [first] = found.filter(({ secret: text }) => before === null || !before.text.includes(text))
  return first === undefined ? null : `${path}:${first.line} holds a secret (${first.kind}); read it from the environment or a secret store instead, and replace it where it is in use`
})
