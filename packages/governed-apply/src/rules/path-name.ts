import { leavesRepository } from '../paths/normal-path.ts'
import { deny, type PathRule } from './rule.ts'

/** Names that lie outside, or that not every system reads the same way. */
export const pathName: PathRule = {
  name: 'path-name',
  judge: () => (path) => {
    if (leavesRepository(path)) return deny(path, `${path} lies outside of the repository`, null)
    // U+FFFD stands where git's bytes are no UTF-8
    if (/[\p{Cc}\\\ufffd]/u.test(path)) return deny(path, `${JSON.stringify(path)} has control characters, backslashes or bytes that are no UTF-8`, null)
    return null
  },
}
