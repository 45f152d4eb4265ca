import { attacksOf, type AttackCase, type AttackRow } from '../attack-case.ts'

const push = 'git init -q --bare r; cp -r .git/hooks r/; git push -q r main'
/** Hook → what makes git run it. */
const hooks: Readonly<Record<string, string>> = {
  'pre-commit': 'git commit -q --allow-empty -m x', 'prepare-commit-msg': 'git commit -q --allow-empty -m x', 'commit-msg': 'git commit -q --allow-empty -m x', 'post-commit': 'git commit -q --allow-empty -m x', 'pre-merge-commit': 'git merge -q --no-edit -X ours other', 'post-merge': 'git merge -q --no-edit -X ours other', 'post-checkout': 'git checkout -q other', 'pre-rebase': 'git rebase -q other', 'post-rewrite': 'git commit -q --amend -m x', 'pre-push': 'git init -q --bare r; git push -q r main', 'reference-transaction': 'git update-ref refs/x HEAD', 'post-index-change': 'git add -A; touch z; git add z', 'applypatch-msg': 'git format-patch -q -1; git reset -q --hard HEAD~1; git am -q *.patch', 'pre-applypatch': 'git format-patch -q -1; git reset -q --hard HEAD~1; git am -q *.patch', 'post-applypatch': 'git format-patch -q -1; git reset -q --hard HEAD~1; git am -q *.patch',
}
const server: readonly string[] = ['pre-receive', 'update', 'post-receive', 'post-update', 'reference-transaction']
const rows: Record<string, AttackRow> = {}
for (const [hook, run] of Object.entries(hooks)) {
  rows[`${hook} in .git/hooks`] = { prepare: `mkdir -p .git/hooks; cp @MARK@ .git/hooks/${hook}`, run }
  rows[`${hook} in a tracked folder, by core.hooksPath`] = { prepare: `mkdir .husky; cp @MARK@ .husky/${hook}; git config core.hooksPath .husky`, run }
}
for (const hook of server) rows[`${hook} of the repository that is pushed to`] = { prepare: `mkdir -p .git/hooks; cp @MARK@ .git/hooks/${hook}`, run: push }
Object.assign(rows, {
  'push-to-checkout of a repository with a working tree': { prepare: 'git clone -q . r; cp @MARK@ r/.git/hooks/push-to-checkout 2>/dev/null || { mkdir r/.git/hooks; cp @MARK@ r/.git/hooks/push-to-checkout; }; git -C r config receive.denyCurrentBranch updateInstead', run: 'git commit -q --allow-empty -m x; git push -q r main' },
  'proc-receive': { prepare: 'git init -q --bare r; mkdir -p r/hooks; cp @MARK@ r/hooks/proc-receive; git -C r config receive.procReceiveRefs refs/heads', run: 'git push -q r main' },
  'by git hook run': { prepare: 'mkdir -p .git/hooks; cp @MARK@ .git/hooks/x', run: 'git hook run --ignore-missing x' },
  'of a worktree added later': { prepare: 'mkdir -p .git/hooks; cp @MARK@ .git/hooks/post-checkout', run: 'git worktree add -q w other' },
  'of a template given to clone': { prepare: 'mkdir -p t/hooks; cp @MARK@ t/hooks/post-checkout', run: 'git clone -q --template=t . y' },
  'as a link to a program outside': { prepare: 'mkdir -p .git/hooks; ln -s @MARK@ .git/hooks/pre-commit', run: 'git commit -q --allow-empty -m x' },
  'in a hooks folder that is a link': { prepare: 'mkdir h; cp @MARK@ h/pre-commit; ln -s ../h .git/hooks', run: 'git commit -q --allow-empty -m x' },
  'written by the command itself': { run: 'mkdir -p .git/hooks; cp @MARK@ .git/hooks/pre-commit; git commit -q --allow-empty -m x' },
  'by core.hooksPath on the command line': { run: 'mkdir h; cp @MARK@ h/pre-commit; git -c core.hooksPath=h commit -q --allow-empty -m x' },
  'of npm: preinstall': { needs: ['npm'], prepare: `echo '{"name":"a","version":"1.0.0","scripts":{"preinstall":"@MARK@"}}' > package.json`, run: 'npm install --offline --no-audit --no-fund' },
  'of npm: pretest': { needs: ['npm'], prepare: `echo '{"name":"a","version":"1.0.0","scripts":{"pretest":"@MARK@","test":"true"}}' > package.json`, run: 'npm test' },
  'of npm: prepare': { needs: ['npm'], prepare: `echo '{"name":"a","version":"1.0.0","scripts":{"prepare":"@MARK@"}}' > package.json`, run: 'npm install --offline --no-audit --no-fund' },
})

export const hookAttacks: readonly AttackCase[] = attacksOf('hooks', { heldAt: 3, effect: 'ran' }, rows)
