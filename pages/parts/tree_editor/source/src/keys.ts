// Keys: which one asks for what, and where arrows lead.

import type { Graph, Metric } from "./contract";
import { token } from "./outbox";

type Name =
  | "add" | "find" | "keys" | "undo" | "redo" | "arrange" | "closer" | "farther" | "fit" | "rename"
  | "link" | "copy" | "paste" | "remove" | "fold" | "all" | "leave" | "full";
type Asked =
  | { kind: "act"; name: Name }
  | { kind: "pick"; more: boolean }
  | { kind: "shove"; by: [number, number] }
  | { kind: "walk"; key: string };

const PLAIN: Record<string, Name> = {
  a: "add", l: "link", c: "fold", f: "full", "/": "find", "?": "keys", "+": "closer", "-": "farther", "0": "fit",
  F2: "rename", Delete: "remove", Backspace: "remove", Escape: "leave",
};
const WITH: Record<string, Name> = { f: "find", z: "undo", y: "redo", c: "copy", v: "paste", a: "all" };
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function keyed(event: React.KeyboardEvent, busy: boolean): Asked | null {
  const { key, target } = event;
  if (event.nativeEvent.isComposing) return null;
  const inside = target as HTMLElement;
  const dial = inside.matches("input[type=range]");
  if (busy || inside.closest(`${dial ? "" : "input, "}textarea, select, [role=dialog]`)) return null;
  if (dial && ARROWS[key]) return null;
  const onItem = Boolean(inside.closest("[data-id]"));
  if (event.ctrlKey || event.metaKey) {
    const name = WITH[key.toLowerCase()];
    if (!name) return null;
    return { kind: "act", name: name === "undo" && event.shiftKey ? "redo" : name };
  }
  const arrow = ARROWS[key];
  if (arrow) return event.altKey ? { kind: "shove", by: arrow } : { kind: "walk", key };
  if ((key === "Enter" || key === " ") && onItem) return { kind: "pick", more: event.shiftKey };
  if (event.altKey) return null; // the browser's own
  if (key.toLowerCase() === "e" && onItem) return { kind: "walk", key: "e" };
  const name = PLAIN[key] ?? PLAIN[key.toLowerCase()];
  return name ? { kind: "act", name } : null;
}

// Where an arrow leads: left to a driver, right to an outcome, up and down to the next box of the
// column; from a line to its ends.
export function walk(graph: Graph, hidden: ReadonlyMap<string, string>, at: string | null, key: string): string | null {
  const nodes = graph.nodes.filter(({ id }) => !hidden.has(id));
  const edge = graph.edges.find(({ id }) => id === at);
  if (edge) {
    if (key === "ArrowLeft") return edge.from;
    if (key === "ArrowRight") return edge.to;
    const alike = graph.edges.filter(({ from, to }) => from === edge.from || to === edge.to).map(({ id }) => id);
    const next = alike.indexOf(edge.id) + (key === "ArrowUp" ? -1 : 1);
    return alike[(next + alike.length) % alike.length] ?? null;
  }
  const here = nodes.find(({ id }) => id === at) ?? nodes[0];
  if (!here) return null;
  if (key === "e") return graph.edges.find(({ from, to }) => from === here.id || to === here.id)?.id ?? null;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const back = key === "ArrowLeft";
    const ends = graph.edges.filter((each) => (back ? each.to : each.from) === here.id).map((each) => (back ? each.from : each.to));
    const linked = nodes.filter(({ id }) => ends.includes(id));
    const beside = linked.length ? linked : nodes.filter(({ x }) => (back ? x < here.x - 20 : x > here.x + 20));
    return nearest(here, beside, linked.length ? 1 : 0.3);
  }
  const down = key === "ArrowDown";
  const column = nodes.filter((each) => each.id !== here.id && Math.abs(each.x - here.x) < 80 && (down ? each.y > here.y : each.y < here.y));
  const rest = nodes.filter((each) => each.id !== here.id && (down ? each.y > here.y : each.y < here.y));
  return nearest(here, column.length ? column : rest, 3);
}

export function nearest(here: Metric, others: readonly Metric[], across: number): string | null {
  const far = (each: Metric) => Math.hypot((each.x - here.x) * across, each.y - here.y);
  return others.reduce<Metric | null>((one, other) => (one && far(one) <= far(other) ? one : other), null)?.id ?? null;
}

// A name of our own for what Python has not named yet; letters and digits, as in a formula.
const FRESH = /^new_[0-9a-f]{12}$/;

export function fresh(): string {
  return `new_${token().slice(0, 12)}`;
}

export function isFresh(id: string): boolean {
  return FRESH.test(id);
}
