import { expect, test } from "vitest";
import type { Op } from "../src/contract";
import { named } from "../src/naming";
import { acknowledged, EMPTY, resumed, token, wished } from "../src/outbox";

const UNDO: Op = { kind: "undo" };
const three = [1, 2, 3].reduce((outbox, each) => wished(outbox, UNDO, `c${each}`), EMPTY);

test("wishes are numbered in the order in which they were made", () => {
  expect(three.items.map(({ seq, command }) => [seq, command])).toEqual([[1, "c1"], [2, "c2"], [3, "c3"]]);
});

test("what is acknowledged leaves, what is not stays to be sent again", () => {
  expect(acknowledged(three, 2).items.map(({ seq }) => seq)).toEqual([3]);
});

test("an acknowledgement that comes late or twice takes nothing away", () => {
  const once = acknowledged(three, 2);
  expect(acknowledged(once, 1)).toBe(once);
  expect(acknowledged(once, 2)).toBe(once);
});

test("a number is never given twice, also after all was acknowledged", () => {
  expect(wished(acknowledged(three, 3), UNDO, "c4").items[0]?.seq).toBe(4);
});

test("a page that is loaded anew sends what was left, under new numbers and the same commands", () => {
  const left = acknowledged(three, 1).items;
  expect(resumed(left, 40).items.map(({ seq, command }) => [seq, command])).toEqual([[41, "c2"], [42, "c3"]]);
  expect(wished(resumed(left, 40), UNDO, "c9").last).toBe(43);
});

test("a name that the browser made up becomes the plan's in what is still on its way", () => {
  const op: Op = { kind: "connect", from: "new_1", to: "orders", as: "influence" };
  expect(named(op, { new_1: "calls" })).toMatchObject({ from: "calls", to: "orders" });
  expect(named({ kind: "move", places: { new_1: [1, 2] } }, { new_1: "calls" })).toEqual({ kind: "move", places: { calls: [1, 2] } });
});

test("a command is 32 letters of chance", () => {
  expect(token()).toMatch(/^[0-9a-f]{32}$/);
  expect(token()).not.toBe(token());
});
