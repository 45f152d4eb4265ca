/** Waits for something to hold; throws when it has not come to hold after a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + 60_000
  while (!(await holds())) {
    if (performance.now() > latest) throw new Error('it never came to hold')
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
