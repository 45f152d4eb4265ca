/** What has a meaning of its own in some glob; such a name is not taken for a folder's. */
const special = /[\\*?[\](){}!+@"|^$<>]/

/**
 * The folder that everything a glob matches lies in, or the path itself that it names; empty for the root. Never narrower than the
 * glob is: names are taken up to the first that could match another, and none where the whole glob is negated or has alternatives.
 */
export function globBase(glob: string): string {
  if (glob.startsWith('!') || glob.includes('|')) return ''
  const names = glob.replace(/^(?:\.\/)+/, '').split('/')
  const end = names.findIndex((name) => name === '' || special.test(name))
  return names.slice(0, end === -1 ? names.length : end).join('/')
}
