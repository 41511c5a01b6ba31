// From the graph to what React Flow draws. What has not changed stays the same object, so that
// nothing is drawn twice.

import { Position } from "@xyflow/react";
import type { BoxNode } from "./box";
import type { Graph, Link, Metric } from "./contract";
import { loopWith } from "./graph";
import type { LineEdge } from "./line";

const HANDLE = globalThis.matchMedia?.("(pointer: coarse)").matches ? 44 : 24;

export interface Lit {
  nodes?: ReadonlySet<string>;
  edges?: ReadonlySet<string>;
  ends?: ReadonlySet<string>;
  loop?: ReadonlySet<string>;
}

interface Boxes {
  before: readonly BoxNode[];
  hidden: ReadonlyMap<string, string>;
  lit: Lit;
  renaming: string | null;
  rename: (id: string, name: string | null) => void;
  focus: string | null;
  words: Record<string, string>;
  barred: string | null;
}

const same = (one: unknown, other: unknown) => one === other || JSON.stringify(one) === JSON.stringify(other);

export function boxesOf(graph: Graph, told: Boxes): BoxNode[] {
  const { before } = told;
  const now = drawn(graph, told);
  return now.length === before.length && now.every((node, index) => node === before[index]) ? (before as BoxNode[]) : now;
}

function drawn(graph: Graph, told: Boxes): BoxNode[] {
  const { before, hidden, lit, renaming, rename, focus, words, barred } = told;
  const known = new Map(before.map((node) => [node.id, node]));
  const colours = new Map(graph.layers.map(({ id, colour }) => [id, colour]));
  const folds = new Map<string, number>();
  for (const home of hidden.values()) folds.set(home, (folds.get(home) ?? 0) + 1);
  const start = graph.nodes.some(({ id }) => id === focus) ? focus : firstOf(graph.nodes)?.id;
  return graph.nodes
    .filter(({ id }) => !hidden.has(id))
    .map((metric) => {
      const old = known.get(metric.id);
      const editing = renaming === metric.id;
      const shown = { editing, folds: folds.get(metric.id) ?? 0, loose: metric.apart && !graph.lane ? (words.unlinked ?? "") : "" };
      const { data: was } = old ?? {};
      const stays = was && was.editing === editing && was.folds === shown.folds && was.loose === shown.loose && same(was.metric, metric);
      const data = stays ? was : { metric, colour: colours.get(metric.layer) ?? "", ...shown, rename };
      const lost = lit.nodes && !lit.nodes.has(metric.id);
      const closes = barred && barred !== metric.id && loopWith(graph.edges, barred, metric.id);
      const className = [lost ? "dim" : "", lit.ends?.has(metric.id) ? "looped" : "", closes ? "barred" : "", barred === metric.id ? "driver" : ""].join(" ");
      // What a hand is moving stays under it.
      const at = old?.dragging ? old.position : { x: metric.x, y: metric.y };
      const tabIndex = metric.id === start ? 0 : -1;
      const selected = old?.selected ?? false;
      if (
        old &&
        old.data === data &&
        old.className === className &&
        old.domAttributes?.tabIndex === tabIndex &&
        old.domAttributes?.["aria-pressed"] === (editing ? undefined : selected) &&
        old.position.x === at.x &&
        old.position.y === at.y
      ) return old;
      return {
        ...old,
        id: metric.id,
        type: "metric" as const,
        position: at,
        ...sized(metric),
        data,
        className,
        selected,
        draggable: !editing,
        ariaRole: editing ? ("group" as const) : ("button" as const),
        ariaLabel: metric.aria,
        domAttributes: { tabIndex, "aria-pressed": editing ? undefined : selected, "aria-roledescription": words.metric } as BoxNode["domAttributes"],
      };
    });
}

// As large as Python has drawn it, with its handles: nothing needs to be measured before edges are
// drawn.
function sized({ width, height }: Metric): Pick<BoxNode, "width" | "height" | "measured" | "handles"> {
  const handle = (type: "source" | "target", position: Position, x: number) => ({
    type, position, x: x - HANDLE / 2, y: (height - HANDLE) / 2, width: HANDLE, height: HANDLE,
  });
  return {
    width,
    height,
    measured: { width, height },
    handles: [handle("target", Position.Left, 0), handle("source", Position.Right, width)],
  };
}

function firstOf(nodes: readonly Metric[]): Metric | undefined {
  const aimed = nodes.filter(({ goals }) => goals.length);
  return (aimed.length ? aimed : nodes).reduce<Metric | undefined>((one, other) => (one && one.x >= other.x ? one : other), undefined);
}

interface Lines {
  before: readonly LineEdge[];
  hidden: ReadonlyMap<string, string>;
  lit: Lit;
  line: string | null;
  words: Record<string, string>;
}

export function linesOf(graph: Graph, { before, hidden, lit, line, words }: Lines): LineEdge[] {
  const known = new Map(before.map((each) => [each.id, each]));
  const metrics = new Map(graph.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  return graph.edges.flatMap((link) => {
    const [source, target] = [hidden.get(link.from) ?? link.from, hidden.get(link.to) ?? link.to];
    const [from, to] = [metrics.get(source), metrics.get(target)];
    if (source === target || !from || !to || seen.has(`${source}>${target}`)) return [];
    seen.add(`${source}>${target}`);
    const selected = line !== null && (link.id === line || link.links.includes(line));
    const className = [
      lit.edges && !lit.edges.has(link.id) ? "dim" : lit.edges ? "bright" : "",
      lit.loop?.has(link.id) ? "looped" : "",
      from.apart || to.apart ? "apart" : "",
    ].join(" ");
    const now = edge(link, { source, target, selected, className, words, from, to });
    const old = known.get(link.id);
    return [old && alike(old, now) ? old : now];
  });
}

function edge(
  link: Link,
  drawn: { source: string; target: string; selected: boolean; className: string; words: Record<string, string>; from: Metric; to: Metric },
): LineEdge {
  const { source, target, selected, className, words, from, to } = drawn;
  return {
    id: link.id,
    source,
    target,
    type: "link",
    selected,
    className,
    data: { link, from: [from.x, from.y], to: [to.x, to.y] },
    ariaRole: "button",
    ariaLabel: link.aria || `${from.name} → ${to.name}`,
    // In small letters: Preact hands an attribute to SVG as it is written.
    domAttributes: { tabindex: -1, "aria-pressed": selected, "aria-roledescription": words.link } as unknown as LineEdge["domAttributes"],
  };
}

// Whether a line would be drawn as it stands.
function alike(old: LineEdge, now: LineEdge): boolean {
  const [was, is] = [old.data!, now.data!];
  return (
    old.source === now.source &&
    old.target === now.target &&
    old.className === now.className &&
    old.ariaLabel === now.ariaLabel &&
    same(old.domAttributes, now.domAttributes) &&
    same([was.from, was.to], [is.from, is.to]) &&
    same(was.link, is.link)
  );
}
