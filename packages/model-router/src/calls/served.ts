/** How vendors date a release: `-20250514`, `-250514`, `-2025-08-07`, `-05-20`, `-09-2025`, `-0613`, `-2411`; and Google's numbers, `-001`. */
const date = String.raw`20\d{6}|20\d{4}|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|20\d\d-\d\d-\d\d|(?:0[1-9]|1[0-2])-20\d\d|(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])|2\d(?:0[1-9]|1[0-2])|00\d`
const release = new RegExp(`^[-@](?:${date})$`)
const alias = /[-:]latest$/i

/**
 * Whether the model that answered is the one that was asked: the same name, or the name with the date of a release, which is also what stands behind
 * `-latest`. Any other longer name is another model (`gpt-4o-mini` for `gpt-4o`, `claude-sonnet-4-5` for `claude-sonnet-4`), and so is none at all.
 */
export function servedAsAsked(asked: string, served: string): boolean {
  const [wanted, came] = [asked.toLowerCase(), served.toLowerCase()]
  const name = wanted.replace(alias, '')
  if (came === wanted || came === `${wanted}:latest` || (wanted.endsWith(':latest') && came === name)) return true
  return came.startsWith(name) && release.test(came.slice(name.length))
}
