type Edges = ReadonlyMap<string, readonly string[]>

/** A cycle for every knot of nodes that wait for each other; the last of a cycle points at its first. Edges to unknown nodes do not count. */
export function findCycles(edges: Edges): string[][] {
  const knots = withoutEnds(edges)
  const visited = new Set<string>()
  return [...knots.keys()].flatMap((start) => {
    const trail: string[] = []
    let node: string | undefined = start
    while (node !== undefined && !visited.has(node)) {
      visited.add(node)
      trail.push(node)
      node = knots.get(node)?.[0]
    }
    const first = node === undefined ? -1 : trail.indexOf(node)
    return first < 0 ? [] : [trail.slice(first)]
  })
}

/** What is left when nodes that point nowhere are removed, and those that then point nowhere: each node left points at another. */
function withoutEnds(edges: Edges): Edges {
  const open = new Map([...edges].map(([node, targets]) => [node, new Set(targets.filter((target) => edges.has(target)))]))
  const sources = new Map([...edges.keys()].map((node): [string, string[]] => [node, []]))
  for (const [node, targets] of open) for (const target of targets) sources.get(target)?.push(node)
  const ends = [...open].filter(([, targets]) => targets.size === 0).map(([node]) => node)
  for (const end of ends) {
    open.delete(end)
    for (const source of sources.get(end) ?? []) {
      const targets = open.get(source)
      targets?.delete(end)
      if (targets?.size === 0) ends.push(source)
    }
  }
  return new Map([...open].map(([node, targets]) => [node, [...targets]]))
}
