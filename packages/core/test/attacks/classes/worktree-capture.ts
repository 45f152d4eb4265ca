import { captureGoverned, capturePlainly, type Captured, type Work } from '../capture-ground.ts'
import { stagedAttacks, type Stages, type StagedAttack } from '../staged-attack.ts'

/** By what an ordinary tool is harmed; ours by none of them, whatever the attack meant. */
function work(given: string | Work, harms: (captured: Captured) => boolean): Stages {
  const attack = typeof given === 'string' ? { script: given } : given
  return {
    succeeds: async () => harms(await capturePlainly(attack)),
    harm: async () => {
      const { ran, unlike, reached, landed } = await captureGoverned(attack)
      if (ran) return 'a program was run'
      if (reached) return 'the person’s repository was changed'
      return landed && unlike.length > 0 ? `what landed is not what stands in the folder: ${unlike.join(', ')}` : null
    },
  }
}

const runs = (given: string | Work): Stages => work(given, ({ ran }) => ran)
const hides = (given: string | Work): Stages => work(given, ({ unlike }) => unlike.length > 0)
const reaches = (given: string | Work): Stages => work(given, ({ reached }) => reached)

const evil = 'echo evil > src/evil.js'
const changed = 'echo evil > src/a.js'
const own = 'D=$(git rev-parse --git-dir)'
/** Settings of the folder alone, wherever git keeps them. */
const config = (key: string, value: string): string => `git config extensions.worktreeConfig true; git config --worktree ${key} "${value}"`

export const worktreeCaptureAttacks: readonly StagedAttack[] = [
  ...stagedAttacks('worktree-capture', {
    // programs that run while the work is taken
    'a clean filter': runs(`${config('filter.x.clean', '@MARK@')}; echo "* filter=x" > .gitattributes; ${changed}`),
    'a clean filter of git’s own attributes': runs(`${config('filter.x.clean', '@MARK@')}; C=$(git rev-parse --git-common-dir); mkdir -p $C/info; echo "* filter=x" > $C/info/attributes; ${changed}`),
    'a clean filter of attributes elsewhere': runs(`${config('filter.x.clean', '@MARK@')}; echo "* filter=x" > @OUT@/attributes; ${config('core.attributesFile', '@OUT@/attributes')}; ${changed}`),
    'a filter that is a process': runs(`${config('filter.x.process', '@MARK@')}; echo "* filter=x" > .gitattributes; ${changed}`),
    'a monitor of files': runs(`${config('core.fsmonitor', '@MARK@')}; ${changed}`),
    'a monitor that is asked for the status': runs({ script: `${config('core.fsmonitor', '@MARK@')}; ${changed}`, next: 'git status' }),
    'a hook of a changed index': runs(`${config('core.hooksPath', '.husky')}; mkdir .husky; cp @MARK@ .husky/post-index-change; ${changed}`),
    'a hook of a commit': runs({ script: `${config('core.hooksPath', '.husky')}; mkdir .husky; cp @MARK@ .husky/pre-commit; ${changed}`, next: 'git add -A; git commit -qm x' }),
    'a hook in git’s own folder': runs({ script: `C=$(git rev-parse --git-common-dir); mkdir -p $C/hooks; cp @MARK@ $C/hooks/post-index-change; ${changed}`, next: 'git add -A' }),
    'settings that are included': runs(`git config -f @OUT@/inner core.fsmonitor @MARK@; ${config('include.path', '@OUT@/inner')}; ${changed}`),
    'settings of a repository inside': runs({ script: 'git init -q --template= inner; git -C inner commit -q --allow-empty -m x; git add inner 2>/dev/null; git -C inner config core.fsmonitor @MARK@; echo x > inner/x', next: 'git status' }),
    'a diff by a program': runs({ script: `${config('diff.external', '@MARK@')}; ${changed}`, next: 'git diff' }),
    'a text made of bytes by a program': runs({ script: `${config('diff.x.textconv', '@MARK@')}; echo "*.js diff=x" > .gitattributes; ${changed}`, next: 'git diff' }),
    'a program that signs': runs({ script: `${config('gpg.program', '@MARK@')}; ${config('commit.gpgSign', 'true')}; ${changed}`, next: 'git add -A; git commit -qm x' }),
    'a git folder that another one takes the place of': runs('rm -f .git; git init -q --template=; git config core.fsmonitor @MARK@; echo evil > src/a.js'),
    'a git folder by a file': runs('rm -f .git; git init -q --template= --separate-git-dir=@OUT@/g .; git --git-dir=@OUT@/g config core.fsmonitor @MARK@; echo evil > src/a.js'),
    // work that is hidden
    'a file that git’s own folder excludes': hides(`C=$(git rev-parse --git-common-dir); mkdir -p $C/info; echo "src/evil.js" > $C/info/exclude; ${evil}`),
    'a file that settings exclude': hides(`echo "evil.js" > @OUT@/ignore; ${config('core.excludesFile', '@OUT@/ignore')}; ${evil}`),
    'a file that is assumed unchanged': hides(`git update-index --assume-unchanged src/a.js; ${changed}`),
    'a file that is skipped': hides(`git update-index --skip-worktree src/a.js; ${changed}`),
    'a file that a sparse checkout leaves out': hides(`${config('core.sparseCheckout', 'true')}; ${own}; mkdir -p $D/info; echo "/docs/" > $D/info/sparse-checkout; git update-index --skip-worktree src/a.js; ${changed}`),
    'a file in a repository inside': hides('mkdir src/inner; git init -q --template= src/inner; echo evil > src/inner/x.js; git -C src/inner add -A; git -C src/inner commit -qm x'),
    'a file with the time and size it had': hides(`${config('core.trustctime', 'false')}; ${config('core.checkStat', 'minimal')}; touch -d "2020-01-01" src/a.js; git add src/a.js; git update-index --refresh; printf 'export const a = 2\\n' > src/a.js; touch -d "2020-01-01" src/a.js`),
    'a tree that is another folder’s': hides(`mkdir @OUT@/tree; cp -r src docs .gitignore @OUT@/tree; ${config('core.worktree', '@OUT@/tree')}; ${changed}`),
    'an index that is locked': hides(`${own}; touch $D/index.lock; ${changed}`),
    'an index that nobody can read': hides(`${own}; echo broken > $D/index; ${changed}`),
    'a head that leads nowhere': hides({ script: `${own}; echo "ref: refs/heads/$(printf 'x%.0s' $(seq 300))" > $D/HEAD; rm -f $D/HEAD; ${changed}` }),
    'a name in another case': hides(`${config('core.ignoreCase', 'true')}; git mv -f src/a.js src/A.js 2>/dev/null; mkdir -p src; echo evil > src/a.js; rm -f src/A.js; echo two > src/A.js; git update-index --assume-unchanged src/A.js src/a.js`),
    // what belongs to a person
    'a branch that is moved': reaches('git update-ref refs/heads/main $(git commit-tree -m x HEAD^{tree})'),
    'a branch that is made': reaches('git branch evil'),
    'a tag that is made': reaches('git tag v9'),
    'a ref written by hand': reaches('git update-ref refs/heads/evil HEAD'),
    'work that is stashed': reaches(`${changed}; git stash -q`),
    'settings of the repository': reaches('git config core.fsmonitor @MARK@'),
    'a hook of the repository': reaches('C=$(git rev-parse --git-common-dir); mkdir -p $C/hooks; cp @MARK@ $C/hooks/pre-commit'),
    'attributes of the repository': reaches('C=$(git rev-parse --git-common-dir); mkdir -p $C/info; echo "* filter=x" > $C/info/attributes'),
    'a remote that is added': reaches('git remote add evil https://example.invalid/x'),
    'a note on a commit': reaches('git notes add -m x'),
    'a replaced commit': reaches('git replace HEAD $(git commit-tree -m x HEAD^{tree})'),
    'a push into the repository itself': reaches('git push -q "$(git rev-parse --git-common-dir)" HEAD:refs/heads/evil'),
    'a fetch into the repository': reaches('git fetch -q . HEAD:refs/heads/evil'),
    'a branch that is deleted': reaches('git -C "$(git rev-parse --git-common-dir)" symbolic-ref HEAD refs/heads/evil'),
    'a rebase of a person’s branch': reaches('git update-ref -d refs/heads/main'),
    'an alternate store of objects': reaches('C=$(git rev-parse --git-common-dir); mkdir -p $C/info; echo /nonexistent > $C/info/grafts'),
  }),
]

const line = (attributes: string, then = ''): string => `echo "${attributes}" > .gitattributes; ${then === '' ? ':' : then}`
const windows = "printf 'export const a = 2\\r\\n' > src/a.js"

export const attributeAttacks: readonly StagedAttack[] = stagedAttacks('attributes', {
  'line endings of every file': hides(`${line('* text')}; ${windows}`),
  'line endings that git guesses': hides(`${line('* text=auto')}; ${windows}`),
  'line endings that are asked for': hides(`${line('*.js eol=lf')}; ${windows}`),
  'line endings of another system': hides(`${line('*.js text eol=crlf')}; ${windows}`),
  'line endings by settings': hides(`${config('core.autocrlf', 'input')}; ${windows}`),
  'line endings by settings of another system': hides(`${config('core.autocrlf', 'true')}; ${windows}`),
  'line endings by settings and a guess': hides(`${config('core.eol', 'crlf')}; ${line('* text=auto')}; ${windows}`),
  'another encoding': hides(`${line('*.js working-tree-encoding=UTF-16LE')}; printf 'e\\000v\\000' > src/a.js`),
  'another encoding with a mark': hides(`${line('*.js working-tree-encoding=UTF-16')}; printf '\\377\\376e\\000' > src/a.js`),
  'an old encoding': hides(`${line('*.js working-tree-encoding=ISO-8859-1')}; printf 'caf\\351' > src/a.js`),
  'an identity that is filled in': hides(`${line('*.js ident')}; printf '// $Id: evil code here $\\n' > src/a.js`),
  'attributes of a folder below': hides(`echo "* text" > src/.gitattributes; ${windows}`),
  'attributes of a new folder': hides(`mkdir src/new; echo "* text" > src/new/.gitattributes; printf 'a\\r\\n' > src/new/a.js`),
  'attributes of git’s own folder': hides(`C=$(git rev-parse --git-common-dir); mkdir -p $C/info; echo "* text" > $C/info/attributes; ${windows}`),
  'attributes of a file elsewhere': hides(`echo "* text" > @OUT@/attributes; ${config('core.attributesFile', '@OUT@/attributes')}; ${windows}`),
  'a macro': hides(`printf '[attr]harmless text\\n*.js harmless\\n' > .gitattributes; ${windows}`),
  'a name in quotes': hides(`printf '"src/a.js" text\\n' > .gitattributes; ${windows}`),
  'a pattern from the root': hides(`${line('/src/*.js text')}; ${windows}`),
  'a mark before the first line': hides(`printf '\\357\\273\\277* text\\n' > .gitattributes; ${windows}`),
  'a line ending before the last word': hides(`printf '* text=auto\\r\\n*.js text\\n' > .gitattributes; ${windows}`),
  'a filter that must be there': runs(`${config('filter.lfs.clean', '@MARK@')}; ${config('filter.lfs.required', 'true')}; ${line('*.js filter=lfs')}; ${changed}`),
  'a filter that is named like none': runs(`${config('filter.none.clean', '@MARK@')}; ${line('src/*.js filter=none diff=none')}; ${changed}`),
  'a driver that merges': runs({ script: `${config('merge.x.driver', '@MARK@')}; ${line('*.js merge=x')}; git add -A; git commit -qm one; echo two > src/a.js; git commit -qam two; git checkout -q HEAD~1; echo three > src/a.js; git commit -qam three; git update-ref refs/heads/theirs HEAD@{2}`, next: 'git merge -q theirs' }),
  'a driver that shows': runs({ script: `${config('diff.x.command', '@MARK@')}; ${line('*.js diff=x')}; ${changed}`, next: 'git diff' }),
  'an archive that is filled in': hides(`${line('*.js export-subst ident')}; printf '// $Id: $ $Format:%%H$\\n' > src/a.js`),
})
