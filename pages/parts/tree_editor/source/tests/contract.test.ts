// The snapshots in contract/ are written by pytest from Python's own answers.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Snapshot } from "../src/contract";
import { linesOf, boxesOf } from "../src/drawing";
import { curve } from "../src/line";
import { walk } from "../src/keys";

const folder = new URL("contract/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf-8")) as Snapshot;

test("there are snapshots of several plans", () => {
  expect(files.length).toBeGreaterThan(2);
});

test.each(files)("%s: every edge joins two boxes, by the way that Python has found", (name) => {
  const { nodes, edges } = read(name);
  const ids = new Set(nodes.map(({ id }) => id));
  for (const edge of edges) {
    expect(ids.has(edge.from) && ids.has(edge.to)).toBe(true);
    expect(edge.points.length).toBeGreaterThan(1);
    expect(curve(edge.points)[0]).not.toMatch(/NaN|undefined/);
  }
});

test.each(files)("%s: everything is drawn, with words for those who listen", (name) => {
  const snapshot = read(name);
  const told = { before: [], hidden: new Map(), lit: {}, renaming: null, rename: () => {}, focus: null, words: snapshot.words, barred: null };
  const boxes = boxesOf(snapshot, told);
  const lines = linesOf(snapshot, { before: [], hidden: new Map(), lit: {}, line: null, words: snapshot.words });
  expect(boxes.map(({ id }) => id)).toEqual(snapshot.nodes.map(({ id }) => id));
  expect(lines.length).toBe(snapshot.edges.length);
  expect([...boxes, ...lines].filter(({ ariaLabel }) => !ariaLabel)).toEqual([]);
  expect(boxes.filter(({ domAttributes }) => domAttributes?.tabIndex === 0).length).toBe(snapshot.nodes.length ? 1 : 0);
});

test.each(files)("%s: what is drawn again without a change stays the same objects", (name) => {
  const snapshot = read(name);
  const told = { hidden: new Map(), lit: {}, renaming: null, rename: () => {}, focus: null, words: snapshot.words, barred: null };
  const once = boxesOf(snapshot, { ...told, before: [] });
  expect(boxesOf(read(name), { ...told, before: once })).toBe(once);
  const drawn = linesOf(snapshot, { ...told, before: [], line: null });
  const again = linesOf(read(name), { ...told, before: drawn, line: null });
  expect(again.length).toBe(drawn.length);
  again.forEach((line, index) => expect(line).toBe(drawn[index]));
  const link = snapshot.edges[0]?.id ?? null;
  expect(linesOf(read(name), { ...told, before: drawn, line: link })[0]).not.toBe(link && drawn[0]);
});

test.each(files)("%s: arrows lead to every box", (name) => {
  const snapshot = read(name);
  const start = snapshot.nodes[0]?.id;
  if (!start) return;
  const seen = new Set([start]);
  for (const at of seen)
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "e"]) {
      const next = walk(snapshot, new Map(), at, key);
      if (next) seen.add(next);
    }
  expect(snapshot.nodes.filter(({ id }) => !seen.has(id)).map(({ id }) => id)).toEqual([]);
});

test.each(files)("%s: every word that the map asks for is there", (name) => {
  const { words } = read(name);
  const every = new URL("../src/", import.meta.url);
  const sources = readdirSync(every).map((file) => readFileSync(new URL(file, every), "utf-8"));
  const asked = sources.flatMap((source) => [...source.matchAll(/words\.([a-z_]+)/g)].map(([, word]) => word!));
  expect([...new Set(asked)].filter((word) => !words[word])).toEqual([]);
});
