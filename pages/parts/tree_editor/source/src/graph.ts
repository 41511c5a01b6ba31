// The graph as pure functions: loops, lineage, branches, and what a wish does before Python has
// answered.

import type { Ahead, Graph, Link, Metric, Op, Point } from "./contract";

type Ends = Pick<Link, "from" | "to" | "past">;

const WIDTH = 132;
const HEIGHT = 84;
const LANE = 48; // from the lane's line to its first boxes

// The loop that an edge from `driver` to `outcome` would close, from the driver back to itself;
// null where it closes none. What a formula reads from the past closes no loop.
export function loopWith(edges: readonly Ends[], driver: string, outcome: string): string[] | null {
  if (driver === outcome) return [driver, driver];
  const came = new Map<string, string>();
  const waiting = [outcome];
  const after = outcomesOf(edges.filter(({ past }) => !past));
  for (const at of waiting) {
    for (const next of after.get(at) ?? []) {
      if (next === outcome || came.has(next)) continue;
      came.set(next, at);
      if (next === driver) {
        const path = [driver];
        while (path[0] !== outcome) path.unshift(came.get(path[0]!)!);
        return [driver, ...path];
      }
      waiting.push(next);
    }
  }
  return null;
}

function outcomesOf(edges: readonly Ends[]): Map<string, string[]> {
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const seen = after.get(from);
    if (seen) seen.push(to);
    else after.set(from, [to]);
  }
  return after;
}

export interface Lineage {
  nodes: Set<string>;
  edges: Set<string>;
}

// All that a metric depends on and all that depends on it, with the edges between.
export function lineage(edges: readonly Link[], start: string): Lineage {
  const nodes = new Set([start]);
  const lit = new Set<string>();
  for (const [here, there] of [["to", "from"], ["from", "to"]] as const) {
    const seen = new Set([start]);
    const waiting = [start];
    for (const at of waiting) {
      for (const edge of edges) {
        if (edge[here] !== at) continue;
        lit.add(edge.id);
        if (seen.has(edge[there])) continue;
        seen.add(edge[there]);
        nodes.add(edge[there]);
        waiting.push(edge[there]);
      }
    }
  }
  return { nodes, edges: lit };
}

// The metrics that are folded into collapsed ones: all whose every way on leads through these.
export function folded(nodes: readonly Metric[], edges: readonly Ends[], collapsed: ReadonlySet<string>): Map<string, string> {
  const into = new Map<string, string>();
  if (!collapsed.size) return into;
  const after = outcomesOf(edges);
  const known = new Map<string, string | null>(nodes.flatMap(({ id, goals }) => (goals.length ? [[id, null]] : [])));
  const visit = (id: string, path: Set<string>): string | null => {
    const seen = known.get(id);
    if (seen !== undefined) return seen;
    if (path.has(id)) return null;
    path.add(id);
    const nexts = after.get(id) ?? [];
    let home: string | null = null;
    for (const [index, next] of nexts.entries()) {
      const through = collapsed.has(next) ? (visit(next, path) ?? next) : visit(next, path);
      if (through === null) {
        home = null;
        break;
      }
      if (index === 0) home = through;
    }
    path.delete(id);
    known.set(id, home);
    return home;
  };
  for (const { id } of nodes) {
    const home = visit(id, new Set());
    if (home !== null && home !== id) into.set(id, home);
  }
  return into;
}

// ── What a wish does, until Python has said so ─────────────────────────────────────────────────

export function applied(graph: Graph, op: Op): Graph {
  switch (op.kind) {
    case "move":
      return {
        ...graph,
        nodes: graph.nodes.map((node) => {
          const at = placed(op.places, node.id);
          return at ? { ...node, x: at[0], y: at[1], kept: true } : node;
        }),
        // Its lines go straight, as under the hand, until Python has found their ways.
        edges: graph.edges.map((edge) => (placed(op.places, edge.from) || placed(op.places, edge.to) ? { ...edge, points: [] } : edge)),
      };
    case "add": {
      const there = graph.nodes.some(({ id }) => id === op.id);
      return there ? graph : { ...graph, nodes: [...graph.nodes, fresh(op.id, op.name, op.layer, op.at ?? inColumn(graph, op.layer, op.near))] };
    }
    case "rename":
      return {
        ...graph,
        nodes: graph.nodes.map((node) =>
          node.id === op.id ? { ...node, name: op.name, written: "", lines: broken(op.name, node.width) } : node,
        ),
      };
    case "connect":
      return connected(graph, op.from, op.to, op.as === "formula");
    case "formula":
      // Which edges go and come Python finds in the formula; the one that was asked about goes now.
      return {
        ...graph,
        nodes: graph.nodes.map((node) => (node.id === op.id ? { ...node, formula: op.formula } : node)),
        edges: graph.edges.filter((edge) => edge.from !== op.from || edge.to !== op.id || edge.links.length || reads(op.formula, op.from)),
      };
    case "remove": {
      const gone = new Set(op.metrics);
      const links = new Set(op.links);
      return {
        ...graph,
        nodes: graph.nodes.filter(({ id }) => !gone.has(id)),
        edges: graph.edges.filter(
          (edge) =>
            !gone.has(edge.from) &&
            !gone.has(edge.to) &&
            (edge.formula || !edge.links.length || !edge.links.every((link) => links.has(link))),
        ),
      };
    }
    case "copy":
      return {
        ...graph,
        nodes: [
          ...graph.nodes,
          ...Object.entries(op.names).flatMap(([from, id]) => {
            const node = graph.nodes.find((each) => each.id === from);
            const at = placed(op.places, id);
            return node && at ? [{ ...node, id, x: at[0], y: at[1], goals: [], badge: null, dial: null }] : [];
          }),
        ],
      };
    case "target":
      return {
        ...graph,
        nodes: graph.nodes.map((node) =>
          node.id === op.id && node.dial ? { ...node, dial: { ...node.dial, value: op.value } } : node,
        ),
      };
    case "undo":
    case "redo":
    case "arrange":
      return graph;
  }
}

// About where Python puts a box that nobody has placed: in its layer's column; in the lane of the unlinked, once there are
// links.
function inColumn({ bands, lane, nodes, edges }: Graph, layer: string, [x, y]: Point): Point {
  const left = bands.find((band) => band.layer === layer)?.x ?? x;
  if (!edges.length) return [left, y];
  return [left, (lane?.y ?? Math.max(...nodes.map((node) => node.y + node.height))) + LANE];
}

function placed(places: Readonly<Record<string, Point>>, id: string): Point | null {
  return Object.hasOwn(places, id) ? places[id]! : null;
}

function reads(formula: string, metric: string): boolean {
  return formula.split(/\W+/).includes(metric);
}

// What a lever that is being moved would change, over what Python has drawn.
export function foreseen(graph: Graph, { futures, goals }: Ahead): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      future: Object.hasOwn(futures, node.id) ? futures[node.id]! : node.future,
      goals: node.goals.map((goal) => ({ ...goal, ...(Object.hasOwn(goals, goal.id) ? goals[goal.id] : {}) })),
    })),
  };
}

function connected(graph: Graph, from: string, to: string, formula: boolean): Graph {
  const ends = new Set(graph.nodes.map(({ id }) => id));
  const there = graph.edges.some((edge) => edge.from === from && edge.to === to);
  if (there || !ends.has(from) || !ends.has(to) || loopWith(graph.edges, from, to)) return graph;
  const edge: Link = {
    id: `${from}>${to}`,
    from,
    to,
    points: [],
    formula,
    past: false,
    links: [],
    width: 1.75,
    status: formula ? "formula" : "hypothesis",
    dash: "",
    colour: "",
    grade: "",
    badge: "",
    title: "",
    told: [],
    aria: "",
  };
  return { ...graph, edges: [...graph.edges, edge] };
}

function fresh(id: string, name: string, layer: string, at: readonly [number, number]): Metric {
  return {
    id,
    name,
    written: "",
    lines: broken(name, WIDTH),
    layer,
    value: "",
    owner: "",
    initials: "",
    x: at[0],
    y: at[1],
    width: WIDTH,
    height: HEIGHT,
    kept: true,
    apart: true,
    formula: "",
    badge: null,
    told: [],
    goals: [],
    future: null,
    dial: null,
    aria: name,
  };
}

// About where a name will break; Python measures it.
function broken(name: string, width: number): string[] {
  const room = Math.max(8, Math.floor((width - 22) / 8.6));
  const lines: string[] = [];
  for (const word of name.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 3);
}
