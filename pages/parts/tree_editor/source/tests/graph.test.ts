import { expect, test } from "vitest";
import type { Point } from "../src/contract";
import { named, real } from "../src/naming";
import { applied, folded, lineage, loopWith } from "../src/graph";
import { graphOf } from "./plans";

const CHAIN = [["a", "b"], ["b", "c"], ["c", "d"]] as const;
const edges = (pairs: readonly (readonly [string, string])[]) => pairs.map(([from, to]) => ({ from, to, past: false }));

test("a link back to where the chain begins closes the loop, which is named from its driver on", () => {
  expect(loopWith(edges(CHAIN), "d", "a")).toEqual(["d", "a", "b", "c", "d"]);
});

test("a link forward closes no loop", () => {
  expect(loopWith(edges(CHAIN), "a", "d")).toBeNull();
});

test("a metric is no driver of itself", () => {
  expect(loopWith([], "a", "a")).toEqual(["a", "a"]);
});

test("what a formula reads from the past closes no loop", () => {
  expect(loopWith([{ from: "a", to: "b", past: true }], "b", "a")).toBeNull();
});

test("the shortest of several loops is the one that is shown", () => {
  expect(loopWith(edges([...CHAIN, ["a", "d"]]), "d", "a")).toEqual(["d", "a", "d"]);
});

test("a metric lights up all that it hangs on and all that hangs on it, and nothing beside", () => {
  const { edges } = graphOf(["a>b", "b>c", "x>c", "c>d"]);
  expect([...lineage(edges, "b").nodes].sort()).toEqual(["a", "b", "c", "d"]);
  expect(lineage(edges, "b").edges.has("x>c")).toBe(false);
});

test("a branch folds into its metric, but what leads elsewhere too stays in sight", () => {
  const { nodes, edges } = graphOf(["a>b", "b>c", "shared>b", "shared>d", "c>d"]);
  expect([...folded(nodes, edges, new Set(["c"]))]).toEqual([["a", "c"], ["b", "c"]]);
});

test("a metric with a goal is never folded away, nor is what leads to it", () => {
  const { nodes, edges } = graphOf(["a>b", "b>c"], ["b"]);
  expect(folded(nodes, edges, new Set(["c"])).size).toBe(0);
});

test("a loop over time is folded without end to nobody's harm", () => {
  const { nodes, edges } = graphOf(["a>b", "b>a", "b>c"]);
  expect(folded(nodes, edges, new Set(["c"])).has("c")).toBe(false);
});

test("a box stands where it was put before Python has answered", () => {
  const graph = applied(graphOf(["a>b"]), { kind: "move", places: { a: [7, 9] } });
  expect(graph.nodes.find(({ id }) => id === "a")).toMatchObject({ x: 7, y: 9, kept: true });
});

test("the lines of a box that was moved leave the way that led to where it stood", () => {
  const way: Point[] = [[0, 0], [50, 50]];
  const before = graphOf(["a>b", "b>c"]);
  const drawn = { ...before, edges: before.edges.map((edge) => ({ ...edge, points: way })) };
  const graph = applied(drawn, { kind: "move", places: { a: [7, 9] } });
  expect(graph.edges.map(({ points }) => points)).toEqual([[], way]);
});

test("a metric that is called as something that objects know stays where it stands", () => {
  const before = graphOf(["constructor>b"]);
  const graph = applied(before, { kind: "move", places: { b: [7, 9] } });
  expect(graph.nodes.find(({ id }) => id === "constructor")).toBe(before.nodes.find(({ id }) => id === "constructor"));
  expect(named({ id: "constructor" }, { new_1: "b" })).toEqual({ id: "constructor" });
  expect(real("constructor", { new_1: "b" })).toBe("constructor");
});

test("a metric leaves with its links, and others' formulas stay", () => {
  const graph = applied(graphOf(["a>b", "b>c"]), { kind: "remove", metrics: ["a"], links: [] });
  expect(graph.edges.map(({ id }) => id)).toEqual(["b>c"]);
});

test("a link that would close a loop is not drawn even if it is wished for", () => {
  const before = graphOf(["a>b", "b>c"]);
  expect(applied(before, { kind: "connect", from: "c", to: "a", as: "influence" }).edges).toEqual(before.edges);
});

test("a wish about what somebody else has removed meanwhile changes nothing", () => {
  const before = graphOf(["a>b"]);
  expect(applied(before, { kind: "connect", from: "gone", to: "a", as: "influence" })).toEqual(before);
  expect(applied(before, { kind: "rename", id: "gone", name: "X" })).toEqual(before);
});
