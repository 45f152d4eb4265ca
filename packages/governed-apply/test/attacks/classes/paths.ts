import { changesOf, type ChangeAttack } from '../change-attack.ts'

const write = (path: string): string => JSON.stringify({ files: [{ action: 'write', path, content: 'x\n' }] })
const at = (...paths: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(paths.map((path) => [`written at ${JSON.stringify(path)}`, write(path)]))
const files = { tool: 'files', format: 'edits' } as const

export const pathAttacks: readonly ChangeAttack[] = [
  ...changesOf('path-tricks', files, {
    ...at('../outside/x', 'src/../../outside/x', 'src/../package.json', './package.json', 'src/./../package.json', 'src//../package.json', 'src/link/../x/../../package.json'.replace('link/../x', 'a'), 'SRC/x.js', 'Src/x.js', 'src /x.js', 'src./x.js', 'src\u200b/x.js', 's\u0307rc/x.js', '\ufeffsrc/x.js', 'ſrc/x.js', 'src\\..\\package.json', 'src:x', 'C:\\x', '..\\outside\\x', 'src/../outside', '.git/hooks/post-checkout', '.git/config', '.git/info/attributes', '.git/HEAD', './.git/config', 'src/../.git/config', '.GIT/config', '.Git/hooks/pre-commit', '.git./config', '.git /config', '.git../config', '.git::$INDEX_ALLOCATION/config', '.git:x/config', 'git~1/config', 'GIT~2/config', '.g\u200cit/config', '.gi\u200dt/config', '.\u2060git/config', '.git\u00ad/config', '.g\ufe0fit/config', '.ｇit/x', 'src.js', 'srcx/a.js', 'a/src/x.js', '.gitmodules', '.gitattributes', '.npmrc', 'package.json', 'PACKAGE.JSON', 'Package.json', '.github/workflows/x.yml', '.GitHub/workflows/x.yml', '.github./workflows/x.yml', '.husky/pre-commit', '.vscode/tasks.json', '.autopack/config.yaml', '.AUTOPACK/config.yaml', 'package-lock.json', 'Makefile', '.env', '.envrc', 'CODEOWNERS'),
    'into .git below the scope': write('src/.git/config'),
  }),
]
