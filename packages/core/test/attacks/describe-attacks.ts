/** What the page needs to know of an attack. */
export interface CountedAttack {
  readonly id: string
  readonly attackClass: string
  readonly mechanism: string
  /** Null: no process is run, so that no level has a part in it. */
  readonly heldAt: 1 | 3 | null
}

/** And of what must be let through. */
export interface CountedBenign {
  readonly id: string
  readonly kind: 'commands' | 'changes'
  readonly group: string
  /** Why it is held up, or ends otherwise; null where it is not. */
  readonly differs: string | null
}

/** The page that says how many attacks there are, what holds each at which level, and what is let through beside them. */
export function describeAttacks(attacks: readonly CountedAttack[], benign: readonly CountedBenign[]): string {
  const classes = [...new Set(attacks.map(({ attackClass }) => attackClass))].toSorted()
  return `<!-- held true by packages/core/test/attacks/census.test.ts; \`npx vitest run --project core census -u\` writes it -->
# Attack suite

**${attacks.length} attacks in ${classes.length} classes** on changes, commands and fixes. Each is first shown to succeed with an ordinary tool (\`git\`, \`patch\`, a shell, a parser, an approval that binds nothing), and must then have no
effect by Autopack: canary files outside, a marker program, listeners on the loopback interface, processes by their mark, the memory output takes, the host's environment, the person's repository, the time of the processor, the controls in a message.
Beside it **${benign.length} benign commands and changes** must be let through and end as they do without Autopack.
All of them run with \`AUTOPACK_PROFILE=nightly\`; \`npm test\` runs a spread of every class.

## Attacks, and their effects at each level of isolation

| class | attacks | refused before a process runs | effects at level 1 | effects at level 3, without a filter of system calls | effects at level 4 |
|---|---|---|---|---|---|
${classes.map((name) => rowOf(name, attacks.filter(({ attackClass }) => attackClass === name))).join('\n')}

- *Refused before a process runs*: the change is refused or waits for a person, the text is read in bounded time, the message is harmless: no level has a part in it.
- *0 of n*: one effect fails the tests that run them, \`attacks.test.ts\` and \`fix-attacks.test.ts\` of the sandbox; so no other number can stand here.
- *n denied*: at level 1 these commands and fixes are not run where a project asks for level 3 (\`sandbox.minimum\`), which the suite asserts; where it does not ask for it, level 1 does not hold them.
- There is [no level 2](decisions/0007-no-landlock-level.md): no host reports one, and nothing is counted for it.
- A level or a program that a host lacks leaves its attacks out. They are then named in the names of the tests, as skipped; of programs no more than a tenth of the attacks may be left out.

## What is let through

| | cases | the same as without Autopack | share |
|---|---|---|---|
${(['commands', 'changes'] as const).map((kind) => benignRow(kind, benign.filter((each) => each.kind === kind))).join('\n')}

Commands are compared by exit code or signal, by what they print and by every file they leave, at each level; changes by the tree, with the one that git makes of the same files or the same diff. Of commands at least 99 of 100 must be the same and the others are named, of changes every one: \`benign.test.ts\` of the sandbox and \`benign-changes.test.ts\` fail otherwise.
${differences(benign)}
| group | cases |
|---|---|
${groupsOf(benign).join('\n')}
`
}

function rowOf(name: string, attacks: readonly CountedAttack[]): string {
  const count = (heldAt: CountedAttack['heldAt']): number => attacks.filter((attack) => attack.heldAt === heldAt).length
  const [none, one, three] = [count(null), count(1), count(3)]
  // no count: the tests that run them fail at the first effect
  const strong = one + three === 0 ? '–' : `0 of ${one + three}`
  const weak = [...(one > 0 ? [`0 of ${one}`] : []), ...(three > 0 ? [`${three} denied`] : [])].join(', ') || '–'
  return `| ${name} | ${attacks.length} | ${none} | ${weak} | ${strong} | ${strong} |`
}

function benignRow(kind: string, cases: readonly CountedBenign[]): string {
  const same = cases.filter(({ differs }) => differs === null).length
  return `| ${kind} | ${cases.length} | ${same} | ${((same / cases.length) * 100).toFixed(1)} % |`
}

function differences(benign: readonly CountedBenign[]): string {
  const held = benign.flatMap(({ id, differs }) => (differs === null ? [] : [`- \`${id}\`: ${differs}.`]))
  return held.length === 0 ? '' : `\nHeld up, or ending otherwise:\n\n${held.join('\n')}\n`
}

function groupsOf(benign: readonly CountedBenign[]): readonly string[] {
  return [...Map.groupBy(benign, ({ kind, group }) => `${kind}: ${group}`)].map(([name, cases]) => `| ${name} | ${cases.length} |`)
}
