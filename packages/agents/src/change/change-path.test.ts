import { expect, test } from 'vitest'
import { pathProblem } from './change-path.ts'

test.each(['a', 'src/a.ts', '.github/workflows/ci.yml', '.gitignore', 'données/é.txt', 'a b/c', '...'])('%s may be changed', (path) => {
  expect(pathProblem(path)).toBeNull()
})

test.each(['', '/etc/passwd', 'C:/x', '../x', 'a/../../x', './a', 'a//b', 'a/', 'a\\b', 'a\0b', 'a\nb', '.git/hooks/pre-commit', 'sub/.GIT/config', '.git./config', '.git /x', 'GIT~1/config', '.g\u200cit/config'])(
  '%j may not',
  (path) => {
    expect(pathProblem(path)).not.toBeNull()
  },
)
