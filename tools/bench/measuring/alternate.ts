import { spreadOf, type Spread } from './spread.ts'

/**
 * Measures each side once a round, in turn (A B A B …), so that a busy moment of the machine meets all of them; the first
 * round only warms up.
 */
export async function alternate<Side extends string>(rounds: number, sides: Readonly<Record<Side, () => Promise<number>>>): Promise<Record<Side, Spread>> {
  const names = Object.keys(sides) as Side[]
  const values = new Map(names.map((name): [Side, number[]] => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const value = await sides[name]()
      if (round > 0) values.get(name)?.push(value)
    }
  }
  return Object.fromEntries([...values].map(([name, measured]) => [name, spreadOf(measured)])) as Record<Side, Spread>
}

/** Milliseconds that a piece of work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
