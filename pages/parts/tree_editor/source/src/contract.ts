// What Python and the map say to each other. Python writes the snapshot (snapshot.py); the map
// writes wishes (operations.py takes them). All texts are finished, in the reader's language.

export type Point = readonly [number, number];

export interface Badge {
  level: "error" | "warning" | "note";
  count: number;
  text: string;
}

export interface Goal {
  id: string;
  name: string;
  text: string;
  odds: string;
  share: number | null;
  told: string;
}

export interface Future {
  band: string;
  line: string;
  move: string;
  ends: string;
}

export interface Dial {
  id: string;
  name: string;
  value: number;
  told: string;
  low: number;
  high: number;
  step: number;
  baseline: number | null;
  notes: string[];
  style: "decimal" | "percent" | "change" | "currency";
  digits: number;
}

export interface Metric {
  id: string;
  name: string;
  written: string; // the name as it was written, for a field alone; empty where it is the same
  lines: string[];
  layer: string;
  value: string;
  owner: string;
  initials: string;
  x: number;
  y: number;
  width: number;
  height: number;
  kept: boolean;
  apart: boolean;
  formula: string;
  badge: Badge | null;
  told: string[];
  goals: Goal[];
  future: Future | null;
  dial: Dial | null;
  aria: string;
}

export interface Link {
  id: string;
  from: string;
  to: string;
  points: Point[];
  formula: boolean;
  past: boolean;
  links: string[];
  width: number;
  status: "formula" | "hypothesis" | "agreed" | "measured";
  dash: string;
  colour: string;
  grade: string;
  badge: "" | "error" | "warning" | "note";
  title: string;
  told: string[];
  aria: string;
}

export interface Layer {
  id: string;
  word: string;
  mark: string;
  colour: string;
}

export interface Graph {
  version: number;
  title: string;
  currency: string;
  nodes: Metric[];
  edges: Link[];
  bands: { layer: string; x: number; width: number }[];
  lane: { y: number; height: number } | null;
  layers: Layer[];
  scenario: { id: string; name: string } | null;
}

export interface Found {
  id: string;
  name: string;
  layer: string;
  note: string;
  there: string;
}

export interface Answer {
  n: number;
  found?: Found[];
  words?: string[];
  formula?: string;
  legal?: boolean;
  library?: { id: string; words: string }[];
}

export interface Snapshot extends Graph {
  plan: string;
  desk: string; // Python's memory of this visit, by its name; empty where the route does not know it
  drawing: number; // which of its drawings this is
  ack: number;
  paged: number;
  refusals: { seq: number; words: string }[];
  made: Record<string, string>;
  answer: Answer | null;
  chosen: Chosen | null;
  words: Record<string, string>;
  language: string;
}

export interface Chosen {
  kind: "metric" | "link";
  id: string;
}

export type Op =
  | { kind: "move"; places: Record<string, Point> }
  | { kind: "add"; id: string; name: string; layer: string; at: Point | null; near: Point; catalogue: string }
  | { kind: "rename"; id: string; name: string }
  | { kind: "connect"; from: string; to: string; as: "influence" }
  | { kind: "connect"; from: string; to: string; as: "formula"; formula: string }
  | { kind: "connect"; from: string; to: string; as: "library"; row: string }
  | { kind: "formula"; id: string; from: string; formula: string }
  | { kind: "remove"; metrics: string[]; links: string[] }
  | { kind: "copy"; names: Record<string, string>; places: Record<string, Point> }
  | { kind: "target"; scenario: string; id: string; value: number }
  | { kind: "undo" }
  | { kind: "redo" }
  | { kind: "arrange" };

// What the route /what-if says of a lever that is being moved.
export interface Ahead {
  futures: Record<string, Future>;
  goals: Record<string, Pick<Goal, "odds" | "share" | "told">>;
}

// What the route /edit says of wishes: what has changed since a drawing, 0 being none.
export interface Told {
  ack: number;
  refusals: Snapshot["refusals"];
  made: Snapshot["made"];
  from: number;
  drawing: number;
  nodes: { order: string[] | null; changed: Metric[] };
  edges: { order: string[] | null; changed: Link[] };
  rest: Partial<Omit<Graph, "nodes" | "edges">>;
}

export interface Item {
  seq: number;
  command: string;
  op: Op;
}

export type Asked =
  | { n: number; about: "catalogue"; words: string }
  | { n: number; about: "leaving"; ids: string[] }
  | { n: number; about: "link"; from: string; to: string }
  | { n: number; about: "formula"; from: string; to: string; formula: string | null; joins: boolean };
