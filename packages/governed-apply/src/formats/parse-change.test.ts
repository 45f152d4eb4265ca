import { describe, expect, test } from 'vitest'
import type { ChangeFormat, ParsedChange } from './parsed-change.ts'
import { parseChange } from './parse-change.ts'
import { serializeChange } from './serialize-change.ts'

function problem(format: ChangeFormat, text: string): string {
  const outcome = parseChange(format, text)
  return outcome.kind === 'invalid' ? outcome.problems.join('\n') : 'parsed'
}

function parsed(format: ChangeFormat, text: string): ParsedChange {
  const outcome = parseChange(format, text)
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'))
  return outcome.parsed
}

const names = '--- a/x\n+++ b/x\n'
const git = 'diff --git a/x b/x\n'
const hunk = '@@ -1 +1 @@\n-a\n+b\n'

const malformed: readonly (readonly [what: string, format: ChangeFormat, text: string, why: string])[] = [
  // counts and positions
  ['more old lines than promised', 'unified-diff', `${names}@@ -1,1 +1,1 @@\n-a\n-b\n+c\n`, 'promises 1 old and 1 new'],
  ['fewer lines than promised', 'unified-diff', `${names}@@ -1,3 +1,3 @@\n a\n-b\n+c\n`, 'promises 3 old and 3 new'],
  ['more new lines than promised', 'unified-diff', `${names}@@ -1,1 +1,1 @@\n-a\n+b\n+c\n`, 'promises 1 old and 1 new'],
  ['fewer lines than promised before the next hunk', 'unified-diff', `${names}@@ -1,2 +1,2 @@\n-a\n+b\n@@ -5 +5 @@\n-a\n+b\n`, 'promises 2 old and 2 new'],
  ['fewer lines than promised before the next file', 'git-diff', `${git}${names}@@ -1,2 +1,2 @@\n-a\n+b\ndiff --git a/y b/y\n`, 'promises 2 old and 2 new'],
  ['a context line beyond the count', 'unified-diff', `${names}${hunk} c\n`, 'promises'],
  ['no lines at all', 'unified-diff', `${names}@@ -1 +1 @@\n`, 'promises'],
  ['counts of nothing', 'unified-diff', `${names}@@ -1,0 +1,0 @@\n`, 'changes nothing'],
  ['context only', 'unified-diff', `${names}@@ -1,2 +1,2 @@\n a\n b\n`, 'changes nothing'],
  ['a header without numbers', 'unified-diff', `${names}@@ ... @@\n-a\n+b\n`, 'expected @@ -line,count'],
  ['a header without its end', 'unified-diff', `${names}@@ -1 +1\n-a\n+b\n`, 'expected @@ -line,count'],
  ['a negative start', 'unified-diff', `${names}@@ --1 +1 @@\n-a\n+b\n`, 'expected @@ -line,count'],
  ['a start beyond every file', 'unified-diff', `${names}@@ -99999999999 +1 @@\n-a\n+b\n`, 'expected @@ -line,count'],
  ['a start at nothing with old lines', 'unified-diff', `${names}@@ -0 +0 @@\n-a\n+b\n`, 'before the first line'],
  ['overlapping hunks', 'unified-diff', `${names}@@ -1,2 +1,2 @@\n-a\n b\n+c\n@@ -2 +2 @@\n-b\n+d\n`, 'overlaps'],
  ['hunks in the wrong order', 'unified-diff', `${names}@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n`, 'overlaps'],
  ['the same hunk twice', 'unified-diff', `${names}${hunk}${hunk}`, 'overlaps'],
  ['new positions that do not fit', 'unified-diff', `${names}@@ -1 +1,2 @@\n-a\n+b\n+c\n@@ -9 +9 @@\n-a\n+b\n`, 'would start at 10'],
  ['a first hunk that is shifted by itself', 'unified-diff', `${names}@@ -5 +7 @@\n-a\n+b\n`, 'would start at 5'],
  // lines
  ['an empty line for an empty line of context', 'unified-diff', `${names}@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n`, 'one space'],
  ['a line with no mark', 'unified-diff', `${names}@@ -1,2 +1,2 @@\na\n-b\n+c\n`, 'promises'],
  ['a tab for a mark', 'unified-diff', `${names}@@ -1,2 +1,2 @@\n\ta\n-b\n+c\n`, 'promises'],
  ['the end in the middle of a line', 'unified-diff', `${names}@@ -1 +1 @@\n-a\n+b`, 'middle of a line'],
  ['the end in the middle of a hunk', 'unified-diff', `${names}@@ -1,2 +1,2 @@\n-a\n`, 'promises'],
  ['two marks of no line feed', 'unified-diff', `${names}@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n\\ No newline at end of file\n`, 'promises'],
  ['a mark of no line feed before any line', 'unified-diff', `${names}@@ -1 +1 @@\n\\ No newline at end of file\n-a\n+b\n`, 'promises'],
  ['a line after the last one', 'unified-diff', `${names}@@ -1,2 +1,2 @@\n-a\n\\ No newline at end of file\n-b\n+c\n+d\n`, 'no line feed at its end'],
  ['a new line after the last one', 'unified-diff', `${names}@@ -1,2 +1,3 @@\n a\n b\n\\ No newline at end of file\n+c\n`, 'no line feed at its end'],
  ['an empty line without a line feed', 'unified-diff', `${names}@@ -1 +1,2 @@\n a\n+\n\\ No newline at end of file\n`, 'is no line'],
  ['half a character that JSON spells out', 'edits', '{"files": [{"action": "write", "path": "x", "content": "\\ud800"}]}', 'half a character'],
  ['half a character in a new name', 'edits', '{"files": [{"action": "rename", "path": "x", "to": "y\\ud800"}]}', 'x: it holds half a character'],
  ['half a character', 'unified-diff', `${names}@@ -1 +1 @@\n-a\n+\ud800\n`, 'lone surrogate'],
  // around the diff
  ['words before', 'git-diff', `Here is the patch:\n${git}${names}${hunk}`, 'leave out whatever'],
  ['a fence around', 'git-diff', `\`\`\`diff\n${git}${names}${hunk}\`\`\`\n`, 'leave out whatever'],
  ['words after', 'git-diff', `${git}${names}${hunk}Done.\n`, 'leave out whatever'],
  ['an empty line after', 'git-diff', `${git}${names}${hunk}\n`, 'leave out whatever'],
  ['the signature of a mailed patch', 'git-diff', `${git}${names}${hunk}-- \n2.39.5\n`, 'promises'],
  ['the head of a mailed patch', 'git-diff', `From 0123 Mon Sep 17\nSubject: x\n${git}${names}${hunk}`, 'leave out whatever'],
  ['a command line of diff', 'unified-diff', `diff -u a/x b/x\n${names}${hunk}`, 'expected --- a/path'],
  ['an index of svn', 'unified-diff', `Index: x\n======\n${names}${hunk}`, 'expected --- a/path'],
  ['a context diff', 'unified-diff', '*** a/x\n--- b/x\n***************\n', 'expected --- a/path'],
  ['an ed script', 'unified-diff', '1c\nb\n.\n', 'expected --- a/path'],
  ['a file that is only on one side', 'unified-diff', 'Only in b: x\n', 'expected --- a/path'],
  // as jsdiff, python-unidiff and git call them
  ['a hunk of no file (unidiff: unexpected hunk)', 'unified-diff', hunk, 'expected --- a/path'],
  ['a new name of no file (unidiff: unexpected new file)', 'unified-diff', `${names}${hunk}+++ b/y\n${hunk}`, 'promises'],
  ['a count that is a word (jsdiff: unknown line)', 'unified-diff', `${names}@@ -1,one +1 @@\n-a\n+b\n`, 'expected @@ -line,count'],
  ['a hunk header in the middle of a hunk (jsdiff: line count did not match)', 'unified-diff', `${names}@@ -1,3 +1,3 @@\n a\n@@ -9 +9 @@\n-b\n+c\n`, 'promises 3 old and 3 new'],
  ['a count with a sign (unidiff: bad header)', 'unified-diff', `${names}@@ -1,+1 +1,1 @@\n-a\n+b\n`, 'expected @@ -line,count'],
  ['spaces before the marks (git: corrupt patch)', 'unified-diff', `${names}@@ -1 +1 @@\n  -a\n  +b\n`, 'promises'],
  ['a merge’s marks (git: unrecognized input)', 'unified-diff', `${names}@@ -1 +1 @@\n--a\n++b\n@@@ -1 -1 +1 @@@\n`, 'expected @@ -line,count'],
  ['a recounted hunk (git: corrupt patch)', 'unified-diff', `${names}@@ -1,9 +1,9 @@\n-a\n+b\n`, 'promises 9 old and 9 new'],
  // names
  ['no prefixes', 'unified-diff', `--- x\n+++ x\n${hunk}`, 'does not start with a/'],
  ['prefixes of diff.mnemonicPrefix', 'git-diff', `diff --git i/x w/x\n--- i/x\n+++ w/x\n${hunk}`, 'expected diff --git a/path b/path'],
  ['prefixes the wrong way round', 'unified-diff', `--- b/x\n+++ a/x\n${hunk}`, 'does not start with a/'],
  ['an absolute name', 'unified-diff', `--- /x\n+++ /x\n${hunk}`, 'does not start with a/'],
  ['no new name', 'unified-diff', `--- a/x\n${hunk}`, 'expected +++ b/path'],
  ['names the wrong way round', 'unified-diff', `+++ b/x\n--- a/x\n${hunk}`, 'expected --- a/path'],
  ['nothing on both sides', 'unified-diff', '--- /dev/null\n+++ /dev/null\n@@ -0,0 +1 @@\n+a\n', 'both sides are /dev/null'],
  ['another name on each side', 'unified-diff', `--- a/x\n+++ b/y\n${hunk}`, 'renames nothing'],
  ['names without hunks', 'unified-diff', names, 'expected @@'],
  ['a way out of the repository', 'unified-diff', `--- a/../x\n+++ b/../x\n${hunk}`, 'no plain path'],
  ['a way that goes round', 'unified-diff', `--- a/y/../x\n+++ b/y/../x\n${hunk}`, 'no plain path'],
  ['a folder', 'unified-diff', `--- a/x/\n+++ b/x/\n${hunk}`, 'no plain path'],
  ['an empty name', 'unified-diff', `--- a/\n+++ b/\n${hunk}`, 'no plain path'],
  ['a carriage return after a name', 'unified-diff', `--- a/x\r\n+++ b/x\r\n${hunk}`, 'plain line feeds'],
  ['a quote that is not closed', 'unified-diff', `--- "a/x\n+++ "b/x\n${hunk}`, 'no name in quotes'],
  ['an escape that git does not know', 'unified-diff', `--- "a/\\q"\n+++ "b/\\q"\n${hunk}`, 'no name in quotes'],
  ['octal beyond a byte', 'unified-diff', `--- "a/\\777"\n+++ "b/\\777"\n${hunk}`, 'no name in quotes'],
  ['a name that is no UTF-8', 'unified-diff', `--- "a/\\377"\n+++ "b/\\377"\n${hunk}`, 'no UTF-8'],
  ['NUL in a name', 'unified-diff', `--- "a/x\\000y"\n+++ "b/x\\000y"\n${hunk}`, 'no plain path'],
  ['something after a quoted name', 'unified-diff', `--- "a/x" y\n+++ "b/x"\n${hunk}`, 'follows a name in quotes'],
  ['git’s own folder', 'unified-diff', `--- a/.git/hooks/x\n+++ b/.git/hooks/x\n${hunk}`, 'own folder'],
  ['git’s own folder in another spelling', 'git-diff', `diff --git a/sub/.GIT/x b/sub/.GIT/x\n--- a/sub/.GIT/x\n+++ b/sub/.GIT/x\n${hunk}`, 'own folder'],
  ['a file twice', 'unified-diff', `${names}${hunk}${names}${hunk}`, 'changed twice'],
  ['a file in two spellings', 'unified-diff', `${names}${hunk}--- a/X\n+++ b/X\n${hunk}`, 'the same file to some file system'],
  ['a file that is a folder as well', 'unified-diff', `${names}${hunk}--- a/x/y\n+++ b/x/y\n${hunk}`, 'used as a folder'],
  // git's headers
  ['other names below the header', 'git-diff', `${git}--- a/y\n+++ b/y\n${hunk}`, 'name other files'],
  ['another old name below the header', 'git-diff', `${git}--- a/y\n+++ b/x\n${hunk}`, 'name other files'],
  ['a header of two names', 'git-diff', `diff --git a/x b/y\n${hunk}`, 'names other files'],
  ['a header of two names of one length', 'git-diff', `diff --git a/x b/y\n--- a/x\n+++ b/y\n${hunk}`, 'diff --git names other files'],
  ['a header alone', 'git-diff', git, 'stands without its content'],
  ['a header with hashes alone', 'git-diff', `${git}index 7898192..6178079 100644\n`, 'stands without its content'],
  ['a new file of headers only', 'git-diff', `${git}new file mode 100644\n`, 'stands without its content'],
  ['a new file of headers only, with a hash', 'git-diff', `${git}new file mode 100644\nindex 0000000..7898192\n`, 'stands without its content'],
  ['a new file with names and no hunks', 'git-diff', `${git}new file mode 100644\n--- /dev/null\n+++ b/x\n`, 'expected @@'],
  ['a deleted file of headers only', 'git-diff', `${git}deleted file mode 100644\n`, 'stands without its content'],
  ['a new file with old lines', 'git-diff', `${git}new file mode 100644\n--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n`, 'lines of an old one'],
  ['a new file with an old name', 'git-diff', `${git}new file mode 100644\n${names}@@ -0,0 +1 @@\n+b\n`, 'name other files'],
  ['an old file with no old name', 'git-diff', `${git}index 7898192..6178079 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+b\n`, 'name other files'],
  ['a deleted file that keeps lines', 'unified-diff', '--- a/x\n+++ /dev/null\n@@ -1,2 +1 @@\n-a\n b\n', 'leaves lines'],
  ['a new file in several hunks', 'unified-diff', '--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n@@ -0,0 +2 @@\n+b\n', 'several hunks'],
  ['an old mode alone', 'git-diff', `${git}old mode 100644\n${names}${hunk}`, 'needs a new mode'],
  ['a new mode alone', 'git-diff', `${git}new mode 100755\n`, 'needs a new mode'],
  ['a mode of the host’s', 'git-diff', `${git}old mode 100644\nnew mode 100777\n`, 'is no mode'],
  ['a mode that sets a user', 'git-diff', `${git}new file mode 104755\nindex 0000000..e69de29\n`, 'is no mode'],
  ['a repository inside', 'git-diff', `${git}new file mode 160000\nindex 0000000..1234567\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+Subproject commit 1234567\n`, 'is no mode'],
  ['a mode on a hash line that has one', 'git-diff', `${git}old mode 100644\nnew mode 100755\nindex 7898192..6178079 100644\n${names}${hunk}`, 'has a mode although'],
  ['a new file that is renamed', 'git-diff', 'diff --git a/x b/y\nnew file mode 100644\nrename from x\nrename to y\n', 'neither comes nor goes'],
  ['a new file that changes its mode', 'git-diff', `${git}old mode 100644\nnew mode 100755\nnew file mode 100755\n`, 'does not change its mode'],
  ['half a rename', 'git-diff', 'diff --git a/x b/y\nrename from x\n', 'expected rename to'],
  ['a rename to itself', 'git-diff', `${git}rename from x\nrename to x\n`, 'renamed to itself'],
  ['a rename of other names', 'git-diff', 'diff --git a/x b/y\nrename from x\nrename to z\n', 'diff --git names other files'],
  ['a likeness beyond all', 'git-diff', 'diff --git a/x b/y\nsimilarity index 101%\nrename from x\nrename to y\n', 'percent'],
  ['a likeness without a rename', 'git-diff', `${git}similarity index 90%\n${names}${hunk}`, 'expected rename from'],
  ['a copy', 'git-diff', 'diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n', 'copies are not taken'],
  ['a rewrite', 'git-diff', `${git}dissimilarity index 80%\n${names}${hunk}`, 'dissimilarity'],
  ['hashes that are none', 'git-diff', `${git}index xyz..123 100644\n${names}${hunk}`, 'expected index'],
  ['a binary patch', 'git-diff', `${git}index 7898192..6178079 100644\nGIT binary patch\nliteral 0\nHcmV?d00001\n\n`, 'binary content'],
  ['binary files', 'git-diff', `${git}index 7898192..6178079 100644\nBinary files a/x and b/x differ\n`, 'binary content'],
  ['a combined diff', 'git-diff', 'diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n- a\n -b\n++c\n', 'combined diff'],
  ['a combined hunk', 'git-diff', `${git}${names}@@@ -1 -1 +1 @@@\n- a\n -b\n++c\n`, 'expected @@ -line,count'],
  ['a header in capitals', 'git-diff', `DIFF --GIT a/x b/x\n${names}${hunk}`, 'leave out whatever'],
  // edits
  ['no JSON', 'edits', '{"files": [', 'no JSON'],
  ['no list', 'edits', '{}', 'files'],
  ['an unknown key', 'edits', '{"files": [], "note": ""}', 'note'],
  ['an unknown action', 'edits', '{"files": [{"action": "chmod", "path": "x"}]}', 'files.0.action'],
  ['no edits', 'edits', '{"files": [{"action": "edit", "path": "x", "edits": []}]}', 'edits'],
  ['a path twice', 'edits', '{"files": [{"action": "delete", "path": "x"}, {"action": "rename", "path": "y", "to": "x"}]}', 'changed twice'],
  ['a path outside', 'edits', '{"files": [{"action": "delete", "path": "/x"}]}', 'no plain path'],
  ['a path with a backslash up', 'edits', '{"files": [{"action": "delete", "path": "..\\\\x"}]}', 'no plain path'],
]

test.each(malformed)('%s is refused (%s)', (_, format, text, why) => {
  expect(problem(format, text)).toContain(why)
})

describe('what git writes is read', () => {
  const written: readonly (readonly [string, string])[] = [
    ['a change', `${git}index 7898192..6178079 100644\n${names}${hunk}`],
    ['a section name', `${git}${names}@@ -1 +1 @@ function x() {\n-a\n+b\n`],
    ['a mode', `${git}old mode 100644\nnew mode 100755\n`],
    ['a mode and a change', `${git}old mode 100644\nnew mode 100755\nindex 7898192..6178079\n${names}${hunk}`],
    ['a new file', `${git}new file mode 100644\nindex 0000000..7898192\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n`],
    ['an empty new file', `${git}new file mode 100644\nindex 0000000..e69de29\n`],
    ['an empty file gone', `${git}deleted file mode 100644\nindex e69de29..0000000\n`],
    ['a file gone', `${git}deleted file mode 100755\nindex 7898192..0000000\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n`],
    ['a rename', 'diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n'],
    ['a rename with a change and a mode', `diff --git a/x b/y\nold mode 100644\nnew mode 100755\nsimilarity index 80%\nrename from x\nrename to y\nindex 7898192..6178079\n--- a/x\n+++ b/y\n${hunk}`],
    ['names with spaces', `diff --git a/x y b/x y\n--- a/x y\t\n+++ b/x y\t\n${hunk}`],
    ['a name that holds “ b/”', `diff --git a/x b/x b/x b/x\n--- a/x b/x\t\n+++ b/x b/x\t\n${hunk}`],
    ['names in quotes', `diff --git "a/\\303\\244\\t\\"" "b/\\303\\244\\t\\""\n--- "a/\\303\\244\\t\\""\n+++ "b/\\303\\244\\t\\""\n${hunk}`],
    ['no line feed on both sides', `${git}${names}@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n`],
    ['a line feed that comes', `${git}${names}@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n`],
    ['carriage returns', `${git}${names}@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n`],
    ['lines that look like headers', `${git}${names}@@ -1,2 +1,2 @@\n--- a/x\n-@@ -1 +1 @@\n+++ b/x\n+diff --git a/x b/x\n`],
  ]

  test.each(written)('%s', (_, text) => {
    const change = parsed('git-diff', text)
    expect(parsed('git-diff', serializeChange(change))).toEqual(change)
    expect(serializeChange(parsed('git-diff', serializeChange(change)))).toBe(serializeChange(change))
  })
})

test('a canonical diff leaves out what means nothing', () => {
  const text = `${git}index 7898192..6178079 100644\n--- a/x\t2026-01-01 00:00:00\n+++ b/x\n@@ -1 +1 @@ function x() {\n-a\n+b\n`
  expect(serializeChange(parsed('git-diff', text))).toBe(`${git}index 0000000..0000000 100644\n${names}@@ -1,1 +1,1 @@\n-a\n+b\n`)
})
