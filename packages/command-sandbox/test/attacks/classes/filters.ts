import { attacksOf, type AttackCase, type AttackRow } from '../attack-case.ts'

const rows: Record<string, AttackRow> = {}
const clean = ['git add -A', 'git diff', 'git commit -qam x', 'git stash -q', 'git hash-object -w a.txt', 'git update-index --add a.txt', 'git status', 'git blame a.txt', 'git rebase -q --autostash HEAD~1', 'git add --renormalize .', 'git rm -q --cached a.txt; git add a.txt', 'git ls-files -m', 'git commit -q a.txt -m x', 'git diff-index HEAD', 'git update-index --refresh']
const smudge = ['git checkout -q other', 'git reset -q --hard other', 'git restore --source=other a.txt', 'git archive HEAD', 'git worktree add -q w other', 'git read-tree -u --reset other', 'git cat-file --filters HEAD:a.txt', 'git checkout -q other -- a.txt', 'git switch -q other', 'git merge -q -X theirs other', 'git show other > /dev/null; git apply --3way /dev/null; git stash -q; git checkout -qf other']
const trap = (kind: string): string => `echo "*.txt filter=x" > .gitattributes; git add .gitattributes; git commit -qm attributes; git checkout -q other; cp ../work/.gitattributes . 2>/dev/null || echo "*.txt filter=x" > .gitattributes; git add -A; git commit -qm attributes; git checkout -q main; echo '*.txt filter=x' > .git/info/attributes 2>/dev/null || { mkdir -p .git/info; echo '*.txt filter=x' > .git/info/attributes; }; git config filter.x.${kind} @MARK@`
for (const run of clean) rows[`clean: ${run}`] = { prepare: `${trap('clean')}; echo changed > a.txt`, run }
for (const run of smudge) rows[`smudge: ${run}`] = { prepare: trap('smudge'), run }
for (const run of ['git add -A', 'git checkout -q other', 'git archive HEAD', 'git diff']) rows[`process: ${run}`] = { prepare: `${trap('process')}${/add|diff/.test(run) ? '; echo changed > a.txt' : ''}`, run }
rows['a filter required by another’s configuration'] = { prepare: trap('clean').replace('git config filter.x.clean @MARK@', 'git config -f inner filter.x.clean @MARK@; git config filter.x.required true'), run: 'git -c include.path=@WORK@/inner add -A; echo x > a.txt; git -c include.path=@WORK@/inner add -A' }

export const filterAttacks: readonly AttackCase[] = attacksOf('filters', { heldAt: 3, effect: 'ran' }, rows)
