const testPaths = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress)\/|\.(?:test|spec|e2e|cy)\.[^/]+$|_(?:test|spec)\.[^/]+$|(?:^|\/)test_[^/]*\.py$|(?:^|\/)conftest\.py$|(?:Test|Tests|Spec)\.(?:java|kt|cs|php|swift)$/

export function isTestPath(path: string): boolean {
  return testPaths.test(path)
}

/** How much a test file tests, counted by words: numbers to compare two versions of one file by. */
export interface TestStrength {
  readonly cases: number
  readonly skips: number
  readonly checks: number
  readonly exact: number
  readonly vague: number
  /** Checks that cannot fail. */
  readonly empty: number
}

const words: Readonly<Record<keyof TestStrength, RegExp>> = {
  cases: /\b(?:it|test)(?:\.(?:each|only|concurrent|sequential|fails)\b[^\n(]{0,300})?\s{0,20}\(|^[ \t]*(?:async )?def test\w*|^func (?:Test|Fuzz)\w*\(|#\[(?:\w+::)?test\b|@(?:Parameterized)?Test\b|\[(?:Fact|Theory|Test|TestMethod)\b|^[ \t]*(?:it|scenario|specify) ["']/gm,
  skips: /\b(?:it|test|describe|context|suite|bench)\.(?:skip\w*|todo|fixme|only|runIf)\b|\b(?:xit|xtest|xdescribe|xcontext|fit|fdescribe)\s*\(|\bskip\s*:\s*(?!false)|\btodo\s*:\s*(?!false)|@(?:pytest\.mark|unittest)\.(?:skip\w*|xfail|expectedFailure)|\bpytest\.(?:skip|xfail|importorskip)\(|\b(?:self\.skipTest|t\.Skip\w*|t\.skip|t\.todo|this\.skip|markTestSkipped|markTestIncomplete)\s*\(|#\[ignore\b|@(?:Ignore|Disabled)\b|^[ \t]*pending\b|\bpytestmark\s*=/gm,
  checks: /\b(?:expect|assert\w*|should|verify|require\.(?:[A-Z]\w*))\b\s*[(.]|^[ \t]*assert\b(?!\s*[(.])|\bassert\w*!\s*\(|\bt\.(?:is|deepEqual|equal|ok|true|false|throws|same|Error\w*|Fatal\w*)\s*\(/gm,
  exact: /\.(?:toBe|toEqual|toStrictEqual|toMatchObject|toHaveBeenCalledWith|toThrowErrorMatching\w*)\s*\(|\b(?:deepStrictEqual|strictEqual|deepEqual|equal|assertEquals?|assertEqual|assert_eq|assertSame)\b|^[ \t]*assert\b.*==/gm,
  vague: /\.(?:toBeTruthy|toBeFalsy|toBeDefined|toBeUndefined|toBeNull|toHaveBeenCalled|toContain|toMatch)\s*\(|\bexpect\.(?:anything|any)\s*\(|\bassert(?:\.ok)?\s*\(|\bassert(?:True|False|IsNotNone|In|NotNull)\b|^[ \t]*assert\b(?!.*==)/gm,
  empty: /\bexpect\(\s*(?:true|1)\s*\)\.(?:toBe\(\s*(?:true|1)\s*\)|toBeTruthy\(\))|\bassert(?:\.ok)?\(\s*(?:true|1)\s*[,)]|^[ \t]*assert\s+(?:True|1)\s*$|\bassertTrue\(\s*(?:true|True)\s*\)|\|\|\s*true\b|\bor True\b/gm,
}

export function testStrength(text: string): TestStrength {
  const code = withoutBlocks(text.replaceAll(/^[ \t]*(?:\/\/|#(?!\[)|\*).*$/gm, ''))
  const count = (key: keyof TestStrength): number => code.match(words[key])?.length ?? 0
  return { cases: count('cases'), skips: count('skips'), checks: count('checks'), exact: count('exact'), vague: count('vague'), empty: count('empty') }
}

/** Without the comments that begin a line and have an end. */
function withoutBlocks(text: string): string {
  const kept: string[] = []
  const start = /^[ \t]*\/\*/gm
  let done = 0
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const end = text.indexOf('*/', start.lastIndex)
    if (end === -1) break
    kept.push(text.slice(done, match.index))
    done = end + 2
    start.lastIndex = done
  }
  return [...kept, text.slice(done)].join('')
}
