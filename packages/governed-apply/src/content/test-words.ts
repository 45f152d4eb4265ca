/** What is counted in a test; each a list of idioms, of whatever language. */
export type TestWord = 'cases' | 'skips' | 'chooses' | 'checks' | 'exact' | 'vague'

const idioms: Readonly<Record<TestWord, readonly RegExp[]>> = {
  cases: [
    /\b(?:it|test)(?:\.(?:each|concurrent|sequential)\b[^\n(]{0,300})?\s{0,20}\(/,
    /\b(?:it|test)\.(?:only|fails|failing)\b[^\n(]{0,300}\s{0,20}\(/,
    /^[ \t]*(?:async )?def test\w*/,
    /^func (?:Test|Fuzz)\w*\(|\bt\.Run\(/,
    /\bfunc test\w*\(|\bfunction test\w*\(/,
    /#\[(?:\w+::)?test\b|#\[(?:Test|rstest|test_case)\b/,
    /@(?:Parameterized|Repeated)?Test(?:Factory)?\b|@test ["']/,
    /\[(?:Fact|Theory|Test|TestMethod|TestCase|DataTestMethod)\b/,
    /^[ \t]*(?:it|test|scenario|specify|example|subtest)[ \t]+["']/,
    /^[ \t]*Scenario(?: Outline)?:/,
    /\bTEST(?:_F|_P|_CASE)?\s{0,9}\(|\bSCENARIO\s{0,9}\(/,
  ],
  skips: [
    /\b(?:it|test|describe|context|suite|bench|QUnit)\.(?:skip\w*|todo|fixme|only|runIf|fails|failing)\b/,
    /\b(?:xit|xtest|xdescribe|xcontext|xspecify|xscenario|fit|fdescribe|fcontext)\b[ \t]{0,9}["'(]/,
    /(?<![\w$])(?:skip["']?\s{0,9}:(?!\s{0,9}(?:false\b|null\b|undefined\b|\d))|todo["']?\s{0,9}:\s{0,9}(?:true\b|["'`])|only["']?\s{0,9}:\s{0,9}true\b)/,
    /\b(?:t|this|ctx|context|task)\.(?:skip|todo)\s{0,9}\(|->(?:skip\w*|todo|only)\(/,
    /@(?:[\w.]{1,40}\.)?(?:skip\w*|xfail|expectedFailure)\b/,
    /\bpytest\.(?:skip|xfail|importorskip|exit)\(|\bSkipTest\b|\bself\.skipTest\(|\b__test__\s{0,9}=\s{0,9}False\b|\bpytestmark\s{0,9}=[^\n]{0,200}\b(?:skip|xfail)/,
    /\bt\.Skip\w*\(|\btesting\.Short\(\)/,
    /#\[ignore\b|#\[cfg_attr\([^\]\n]{0,200}\bignore\b|#\[cfg\((?:any\(\)|not\(all\(\)\)|FALSE\b)/,
    /@(?:Ignore|Disabled|EnabledIf|DisabledIf|EnabledOn|DisabledOn)\w*|\bassum(?:e|ing)(?:True|False|That|NotNull|NoException|Not)?\s{0,9}\(|@Test\([^)\n]{0,80}\benabled\s{0,9}=\s{0,9}false\b/,
    /\(\s{0,9}Skip\s{0,9}=|\[Skippable\w+|\bSkip\.(?:If|IfNot|When|Unless)\(|\[(?:Ignore|Explicit)\b|\bAssert\.(?:Ignore|Inconclusive)\(/,
    /\bmarkTest(?:Skipped|Incomplete)\s{0,9}\(/,
    /\bXCTSkip\w*|@(?:Test|Suite)\([^)\n]{0,80}\.disabled\(/,
    /^[ \t]*(?:skip|pending)(?:[ \t]+["'\w]|[ \t]*$|\()|\bskip_all\b|^[ \t]*(?:SKIP|TODO)[ \t]*:[ \t]*\{|@(?:module)?tag :skip\b|\bGTEST_SKIP\b/,
    // what is never reached
    /\b(?:if|while)\s{0,9}\(\s{0,9}(?:false|0|!1|!true)\b|^[ \t]*(?:if|while)[ \t]+(?:False|0|not True)\b[ \t]*:/,
    /\bif\s{0,9}\([^\n]{0,200}\)\s{0,9}\{?\s{0,40}\b(?:it|test|describe)(?:\.\w+)?\s{0,9}\(/,
    /\{\s{0,40}return[ \t]{0,20}(?:;[ \t]{0,20}\n?|\n)\s{0,40}[^\s}]/,
    /^[ \t]*(?:async )?def test\w*\([^\n]{0,200}:\s{1,40}return[ \t]*$/,
    /^(?<indent>[ \t]*)return;?[ \t]*\n\k<indent>(?:await )?(?:expect|assert\w*|self\.assert\w*|t\.\w+)\b/,
    // what fails and is not told
    /\btry\s{0,9}\{[^{}]{0,400}?\b(?:expect|assert)\b[^{}]{0,400}\}\s{0,9}catch\s{0,9}(?:\([^)\n]{0,80}\)\s{0,9})?\{\s{0,40}\}/,
    /^[ \t]*except\b[^\n:]{0,120}:\s{1,40}(?:pass|\.\.\.)[ \t]*$/,
    /\b(?:process\.exit|sys\.exit|os\._exit|os\.Exit)\(\s{0,9}0?\s{0,9}\)/,
  ],
  chooses: [
    /\bcollect_ignore\w*\s{0,9}(?:\+?=|\.)|^[ \t]*def (?:pytest_(?:collect\w*|ignore_collect|itemcollected|deselected|runtest_\w+|pyfunc_call|make_collect_report|pycollect_\w+|report_teststatus|sessionfinish|exception_interact)|load_tests)\b/,
    /\bfilter_run_(?:excluding|when_matching)\b/,
  ],
  checks: [
    /\b(?:expect|assert\w*|should|verify|require\.(?:[A-Z]\w*))\b\s*[(.]|\bshould[A-Z]\w*/,
    /^[ \t]*assert\b(?!\s*[(.])|\bassert\w*!\s*\(|^[ \t]*(?:assert|refute|must|wont)_\w+[ \t]+[^\s=]/,
    /\bt\.(?:is|deepEqual|equal|ok|true|false|throws|same|Error\w*|Fatal\w*)\s*\(/,
    /\bAssert(?:ions?)?\.\w+|\.Should\(\)|\bXCTAssert\w*\(|\b(?:REQUIRE|CHECK|EXPECT|ASSERT)(?:_\w+)?\s{0,9}\(/,
    /^[ \t]*(?:ok|is|isnt|like|unlike|is_deeply|cmp_ok|dies_ok|lives_ok)[ \t]*\(/,
    /^[ \t]*\[\[? .{0,500} \]\]?[ \t]*$/,
  ],
  exact: [
    /(?<!\.not)\.(?:toBe|toEqual|toStrictEqual|toMatchObject|toHaveBeenCalledWith|toHaveBeenLastCalledWith|toHaveBeenNthCalledWith|toThrowErrorMatching\w*)\s*\((?!\s{0,9}expect\.any)/,
    /(?<!\.not)\.(?:toHaveLength|toBeCloseTo|toHaveBeenCalledTimes|toHaveProperty|toContainEqual|toBeNull|toBeUndefined|toMatch\w*Snapshot|toBe(?:Greater|Less)Than\w*)\s*\(/,
    /\.toThrow(?:Error)?\(\s{0,9}[^\s)]/,
    /\b(?:deepStrictEqual|strictEqual|deepEqual|equal|assertEquals?|assertEqual|assert_eq|assertSame|assertRaises\w*|assertThrows|assert_equal|is_deeply)\b/,
    /^[ \t]*assert\b.*==|\bAssert\.(?:Equal|AreEqual|Same|Throws)\w*|\bXCTAssertEqual\b|\b(?:EXPECT|ASSERT)_(?:EQ|STREQ|THROW)\b|\.to (?:eq|eql|equal)\b/,
  ],
  vague: [
    /\.(?:toBeTruthy|toBeFalsy|toBeDefined|toHaveBeenCalled|toContain|toMatch|toBeInstanceOf)\s*\(|\.toThrow(?:Error)?\(\s{0,9}\)/,
    /\.not\.(?:toBe|toEqual|toStrictEqual|toBeNull|toBeUndefined|toThrow)\s*\(|\bexpect\.(?:anything|any)\s*\(/,
    /\bassert(?:\.ok)?\s*\(|\bassert(?:True|False|IsNotNone|In|NotNull)\b|^[ \t]*assert\b(?!.*==)/,
    /\bAssert\.(?:NotNull|True|IsTrue|IsNotNull)\b|\bXCTAssert(?:True|NotNil)?\(|\b(?:EXPECT|ASSERT)_TRUE\b|\.to be_truthy\b|\bt\.(?:ok|true)\(/,
  ],
}

/** All idioms of one kind as one expression, looked for in code without comments and with a number for each text. */
export const testWords: Readonly<Record<TestWord, RegExp>> = {
  cases: any(idioms.cases),
  skips: any(idioms.skips),
  chooses: any(idioms.chooses),
  checks: any(idioms.checks),
  exact: any(idioms.exact),
  vague: any(idioms.vague),
}

/** What tells a compiler in a comment not to read a file; looked for in the text as it is. */
export const directives = any([/^\/\/go:build\b|^\/\/ \+build\b/])

/** Checks that cannot fail, whatever is tested. */
export const emptyChecks = any([
  /\bexpect\(\s{0,9}(?<same>[^\n()]{1,80}?)\s{0,9}\)\.(?:toBe|toEqual|toStrictEqual)\(\s{0,9}\k<same>\s{0,9}\)/,
  /\bexpect\(\s{0,9}(?:true|1)\s{0,9}\)\.toBeTruthy\(\)|\btoBeCloseTo\([^,()\n]{1,40},\s{0,9}-|\btoBeGreaterThan\w*\(\s{0,9}-Infinity\b|\btoBeLessThan\w*\(\s{0,9}Infinity\b/,
  /\bassert(?:\.ok)?\(\s{0,9}(?:true|1)\s{0,9}[,)]|^[ \t]*assert[ \t]+(?:True|1)[ \t]*$|\bassert_?[tT]rue\(\s{0,9}(?:true|True)\s{0,9}\)|\bassert!\(\s{0,9}true\s{0,9}\)/,
  /\b(?:assert\w*|Assert\.\w+|\w{1,40}\.(?:equal|strictEqual|deepEqual|deepStrictEqual|is))\(\s{0,9}(?<alike>[^\s,()][^,()\n]{0,80}?)\s{0,9},\s{0,9}\k<alike>\s{0,9}[,)]/,
  /\|\|\s{0,9}true\b|\bor True\b/,
])

/** Checks of a call against the same call: of a test that says so they may be the point, in the place of another check they are none. */
export const repeatedChecks = any([
  /\bexpect\(\s{0,9}(?<again>[^\n()]{0,80}?\([^\n]{0,80}?)\s{0,9}\)\.(?:toBe|toEqual|toStrictEqual)\(\s{0,9}\k<again>\s{0,9}\)/,
  /\b(?:assert\w*|Assert\.\w+|\w{1,40}\.(?:equal|strictEqual|deepEqual|deepStrictEqual|is))\(\s{0,9}(?<call>[^\n(),]{0,80}\([^\n]{0,80}?)\s{0,9},\s{0,9}\k<call>\s{0,9}[,)]/,
])

/** Ways to skip by a name in quotes; looked for in code with its texts. */
export const quotedSkips = any([/\b(?:it|test|describe)\s{0,9}\[\s{0,9}["'`](?:skip|only|todo)\b/])

function any(expressions: readonly RegExp[]): RegExp {
  return new RegExp(expressions.map(({ source }) => source).join('|'), 'gm')
}
