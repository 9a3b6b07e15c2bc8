/** A directed edge between two components: messages go from the one to the other. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * The components in groups, receivers before senders; components that reach each other in a circle share a group. The
 * order depends on nothing but the arguments. (Tarjan's strongly connected components.)
 */
export function groupsReceiversFirst(
  names: readonly string[],
  edges: readonly Edge[],
): readonly (readonly string[])[] {
  const targets = new Map(names.map((name) => [name, new Set<string>()]));
  for (const { from, to } of edges) targets.get(from)?.add(to);
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const groups: string[][] = [];

  const visit = (name: string): number => {
    const own = index.size;
    index.set(name, own);
    lowest.set(name, own);
    open.push(name);
    for (const target of targets.get(name) ?? []) {
      const reached = index.has(target)
        ? open.includes(target)
          ? index.get(target)
          : undefined
        : visit(target);
      lowest.set(name, Math.min(lowest.get(name) ?? own, reached ?? own));
    }
    if (lowest.get(name) === own) groups.push(open.splice(open.indexOf(name)));
    return lowest.get(name) ?? own;
  };
  for (const name of names) {
    if (!index.has(name)) visit(name);
  }
  return groups;
}

/** The circles in a graph, each as the names in it. */
export function cycles(names: readonly string[], edges: readonly Edge[]): readonly (readonly string[])[] {
  const loops = new Set(edges.filter(({ from, to }) => from === to).map(({ from }) => from));
  return groupsReceiversFirst(names, edges).filter(
    ([first = '', ...rest]) => rest.length > 0 || loops.has(first),
  );
}
