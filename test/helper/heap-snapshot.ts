/** A heap snapshot of V8, as `v8.getHeapSnapshot()` and the DevTools protocol write it; what is read of it. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  /** Some numbers for each node, and then for each of its references to others. */
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** What a program makes, as opposed to what V8 makes of the program: machine code, shapes of objects, feedback. */
const MADE_BY_PROGRAMS = new Set(
  'object,closure,array,string,concatenated string,sliced string,number,regexp,symbol,bigint'.split(','),
);

/**
 * How much memory the objects, texts and functions of a program take that are in use, in bytes.
 *
 * @param json the snapshot
 * @param isForeign by the name of a class: what is in use by these alone does not count
 */
export function sizeInUse(json: string, isForeign: (name: string) => boolean): number {
  const { snapshot, nodes, edges, strings } = JSON.parse(json) as HeapSnapshot;
  const { node_fields, node_types, edge_fields, edge_types } = snapshot.meta;
  const nodeLength = node_fields.length;
  const edgeLength = edge_fields.length;
  const [type, name, size, edgeCount] = offsets(node_fields, ['type', 'name', 'self_size', 'edge_count']);
  const [edgeType, edgeTarget] = offsets(edge_fields, ['type', 'to_node']);
  const count = nodes.length / nodeLength;
  const edgesFrom = new Uint32Array(count + 1);
  for (let node = 0; node < count; node++)
    edgesFrom[node + 1] = edgesFrom[node]! + nodes[node * nodeLength + edgeCount]! * edgeLength;

  // From the root, which comes first, along all references that keep something in memory.
  const isSeen = new Uint8Array(count);
  const reached = [0];
  let total = 0;
  for (let node = reached.pop(); node !== undefined; node = reached.pop()) {
    if (MADE_BY_PROGRAMS.has(node_types[0][nodes[node * nodeLength + type]!]!))
      total += nodes[node * nodeLength + size]!;
    for (let edge = edgesFrom[node]!; edge < edgesFrom[node + 1]!; edge += edgeLength) {
      const target = edges[edge + edgeTarget]! / nodeLength;
      if (isSeen[target] || edge_types[0][edges[edge + edgeType]!] === 'weak') continue;
      if (isForeign(strings[nodes[target * nodeLength + name]!]!)) continue;
      isSeen[target] = 1;
      reached.push(target);
    }
  }
  return total;
}

function offsets<const Names extends readonly string[]>(
  fields: readonly string[],
  names: Names,
): { readonly [K in keyof Names]: number } {
  return names.map((name) => fields.indexOf(name)) as { readonly [K in keyof Names]: number };
}
