import type { Method } from "./api.ts";

/** What API Gateway finds for a path. */
export interface Match {
  method: Method;
  /** Decoded. */
  parameters: Readonly<Record<string, string>>;
}

interface Node {
  children: Map<string, Node>;
  parameter: { name: string; node: Node } | undefined;
  greedy: { name: string; node: Node } | undefined;
  methods: Map<string, Method>;
}

const newNode = (): Node => ({
  children: new Map(),
  parameter: undefined,
  greedy: undefined,
  methods: new Map(),
});

/**
 * Finds the method for a request as API Gateway does: a fixed segment before a `{parameter}` before a `{greedy+}` one,
 * and the method itself before `ANY`.
 */
export function createMatcher(
  methods: readonly Method[],
): (httpMethod: string, path: string) => Match | undefined {
  const root = newNode();
  for (const method of methods) {
    let node = root;
    for (const segment of segmentsOf(method.resourcePath)) node = step(node, segment);
    node.methods.set(method.httpMethod, method);
  }
  return (httpMethod, path) => {
    const segments = segmentsOf(path);
    const found = walk(root, segments, []);
    const method = found?.node.methods.get(httpMethod) ?? found?.node.methods.get("ANY");
    if (!found || !method) return undefined;
    return { method, parameters: Object.fromEntries(found.parameters) };
  };
}

function step(node: Node, segment: string): Node {
  const parameter = /^\{([^+}]+)(\+?)\}$/.exec(segment);
  const name = parameter?.[1];
  if (name === undefined) {
    const child = node.children.get(segment) ?? newNode();
    node.children.set(segment, child);
    return child;
  }
  if (parameter?.[2]) {
    node.greedy ??= { name, node: newNode() };
    return node.greedy.node;
  }
  node.parameter ??= { name, node: newNode() };
  return node.parameter.node;
}

function walk(
  node: Node,
  segments: readonly string[],
  parameters: readonly (readonly [string, string])[],
): { node: Node; parameters: readonly (readonly [string, string])[] } | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return { node, parameters };
  const value = decoded(segment);
  if (value === undefined) return undefined;
  const fixed = node.children.get(value);
  const found = fixed && walk(fixed, rest, parameters);
  if (found) return found;
  if (node.parameter) {
    const { name, node: next } = node.parameter;
    const below = walk(next, rest, [...parameters, [name, value]]);
    if (below) return below;
  }
  if (!node.greedy) return undefined;
  const all = decoded(segments.join("/"));
  return all === undefined
    ? undefined
    : { node: node.greedy.node, parameters: [...parameters, [node.greedy.name, all]] };
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
