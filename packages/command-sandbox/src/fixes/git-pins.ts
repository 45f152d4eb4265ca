import { execFile } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What git may not take from anywhere else: nothing it is told to run, no other repository, no transport. */
const settings: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.attributesFile': '/dev/null',
  'core.excludesFile': '/dev/null',
  'core.pager': 'cat',
  'safe.bareRepository': 'explicit',
  'protocol.allow': 'never',
  'commit.gpgSign': 'false',
  'submodule.recurse': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
}

/** The variables under which git works in this repository, and by our settings alone. */
export function gitEnvironment(root: string): Readonly<Record<string, string>> {
  const pairs = Object.entries(settings).flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key] as const, [`GIT_CONFIG_VALUE_${index}`, value] as const])
  return {
    GIT_DIR: join(root, '.git'),
    GIT_WORK_TREE: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_EDITOR: ':',
    GIT_CONFIG_COUNT: String(pairs.length / 2),
    ...Object.fromEntries(pairs),
  }
}

/** Keys that make git run nothing and read nothing elsewhere. */
const harmless = /^(?:core\.(?:repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf)|extensions\.objectformat|user\.(?:name|email)|init\.defaultbranch|(?:gc|maintenance)\.auto|remote\..*\.(?:url|fetch|pushurl)|branch\..*\.(?:remote|merge|rebase))$/

/** As a checkout of Autopack's own has it. */
const noHooks: Setting = { key: 'core.hookspath', value: '/dev/null' }

/** Why git may not run in this repository, and what would let it; null when it may. `objects`: the one folder it may borrow from. */
export async function gitRefusal(root: string, objects: string | null): Promise<string | null> {
  const folder = join(root, '.git')
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return 'The workspace has no .git folder of its own: git fixes run only where the repository lies in its working tree.'
  const link = await linkBelow(folder)
  if (link !== null) return link
  const elsewhere = ['commondir', 'objects/info/alternates'].find((name) => existsSync(join(folder, name)) && !(name.endsWith('alternates') && borrowsOnly(join(folder, name), objects)))
  if (elsewhere !== undefined) return `.git/${elsewhere} leads to another repository: run the fix there.`
  const config = join(folder, 'config')
  if (lstatSync(config, { throwIfNoEntry: false })?.isFile() !== true) return '.git/config is no plain file: restore it.'
  const other = [...new Set((await settingsOf(config)).filter(({ key, value }) => !harmless.test(key) && !(key === noHooks.key && value === noHooks.value)).map(({ key }) => key))]
  if (other.length === 0) return null
  return `.git/config sets ${other.slice(0, 5).join(', ')}, which may run programs or lead elsewhere: remove it with "git config --unset", or run the fix in a fresh checkout.`
}

/** More than a checkout of Autopack's own holds, and little enough to be looked at in a second. */
const mostEntries = 200_000

/** Why git may not write here: it writes through links, into the index, the objects and the logs wherever they lead. Null where there is none. */
async function linkBelow(folder: string): Promise<string | null> {
  // names need not be text
  const pending = [Buffer.from(folder)]
  let seen = 0
  for (let inner = pending.pop(); inner !== undefined; inner = pending.pop()) {
    for (const entry of await readdir(inner, { withFileTypes: true, encoding: 'buffer' })) {
      const path = Buffer.concat([inner, slash, entry.name])
      if (entry.isSymbolicLink()) return `.git${path.toString('utf8').slice(folder.length)} is a link: git fixes run only where git’s own folder has none. Put what it leads to in its place.`
      if (entry.isDirectory()) pending.push(path)
      if ((seen += 1) > mostEntries) return `.git holds more than ${mostEntries} files: pack them with "git gc".`
    }
  }
  return null
}

const slash = Buffer.from('/')

/** One line, and that folder: what is quoted or has a line feed in it is not read. */
function borrowsOnly(alternates: string, objects: string | null): boolean {
  return objects !== null && lstatSync(alternates).isFile() && readFileSync(alternates, 'utf8') === `${objects}\n`
}

interface Setting {
  readonly key: string
  readonly value: string
}

async function settingsOf(config: string): Promise<readonly Setting[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', '--file', config, '--no-includes', '--list', '--null'], {
      cwd: '/',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_DIR: '/dev/null' },
      timeout: 5_000,
      maxBuffer: 1 << 20,
    })
    return stdout.split('\0').filter((setting) => setting !== '').map(settingOf)
  } catch {
    return [{ key: 'something that git cannot read', value: '' }]
  }
}

/** A key, a line feed and a value; a key alone is set without one. */
function settingOf(text: string): Setting {
  const end = text.indexOf('\n')
  return end === -1 ? { key: text, value: '' } : { key: text.slice(0, end), value: text.slice(end + 1) }
}
