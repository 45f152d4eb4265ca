/** One cycle for every edge that closes one in a depth-first walk; the last of a cycle points at its first. */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const trail: string[] = []
  const cycles: string[][] = []
  const walk = (node: string): void => {
    const start = trail.indexOf(node)
    if (start >= 0) cycles.push(trail.slice(start))
    if (start >= 0 || done.has(node)) return
    trail.push(node)
    for (const next of edges.get(node) ?? []) walk(next)
    trail.pop()
    done.add(node)
  }
  for (const node of edges.keys()) walk(node)
  return cycles
}
