/** What the page needs to know of an attack. */
export interface CountedAttack {
  readonly id: string
  readonly attackClass: string
  readonly mechanism: string
  /** Null: no process is run, so that no level has a part in it. */
  readonly heldAt: 1 | 3 | null
}

/** The page that says how many attacks there are, and what holds each. */
export function describeAttacks(attacks: readonly CountedAttack[]): string {
  const classes = [...new Set(attacks.map(({ attackClass }) => attackClass))].toSorted()
  const count = (name: string, heldAt: CountedAttack['heldAt']): number => attacks.filter((attack) => attack.attackClass === name && attack.heldAt === heldAt).length
  const rows = classes.map((name) => `| ${name} | ${attacks.filter(({ attackClass }) => attackClass === name).length} | ${count(name, null)} | ${count(name, 1)} | ${count(name, 3)} |`)
  return `<!-- held true by packages/governed-apply/test/attacks/census.test.ts; \`npx vitest run --project governed-apply census -u\` writes it -->
# Attack suite

**${attacks.length} attacks in ${classes.length} classes** on changes and commands. Each is first shown to succeed without Autopack, as an ordinary tool would do it, and must then have no
effect on the host: canary files outside, a marker program, listeners on the loopback interface, processes by their mark, the memory output takes, the host's environment.
All of them run with \`AUTOPACK_PROFILE=nightly\`; \`npm test\` runs a spread of every class. A program that a host lacks leaves its attacks out, and no more than a tenth may be left out.

- *Refused*: a change that is refused, or waits for a person; no process is run.
- *Run at level 1 and above*: the command runs, without effect, whether or not there is bubblewrap.
- *Run at level 3 and above*: the command runs, without effect, in bubblewrap; at level 1 it is denied where a project asks for level 3, which the suite asserts, and not held where it does not.

| class | attacks | refused | run at level 1 and above | run at level 3 and above, else denied |
|---|---|---|---|---|
${rows.join('\n')}
`
}
