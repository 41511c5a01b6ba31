// Every kind of wish, sent as the map sends it. Python's tests take what stands in wishes/sent.json.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { Op, Snapshot } from "../src/contract";
import { Desk } from "../src/desk";

vi.stubGlobal("window", globalThis);

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf-8");
const snapshot = JSON.parse(read("contract/small.es.json")) as Snapshot;
const quiet: Snapshot = { ...snapshot, desk: "", ack: 0, refusals: [] };

// In an order in which the plan of that snapshot allows them all.
const WISHES: Op[] = [
  { kind: "move", places: { visits: [700, 300.5], orders: [-20, 8] } },
  { kind: "add", id: "new_1", name: "Citas", layer: "bridge", at: [40, 50], near: [40, 50], catalogue: "" },
  { kind: "add", id: "new_2", name: "Alcance", layer: "social", at: null, near: [90, 80], catalogue: "reach" },
  { kind: "add", id: "new_3", name: "Notoriedad", layer: "social", at: null, near: [90, 80], catalogue: "brand_awareness" },
  { kind: "rename", id: "posts", name: "Publicaciones <b> & «más»" },
  { kind: "connect", from: "new_1", to: "visits", as: "influence" },
  { kind: "connect", from: "visits", to: "sales", as: "formula", formula: "orders * 80 + visits" },
  { kind: "connect", from: "new_2", to: "new_3", as: "library", row: "L122" },
  { kind: "formula", id: "sales", from: "visits", formula: "orders * 80" },
  { kind: "copy", names: { visits: "new_4", orders: "new_5" }, places: { new_4: [736, 348], new_5: [16, 56] } },
  { kind: "target", scenario: "try", id: "posts", value: 62.5 },
  { kind: "remove", metrics: ["new_1"], links: [] },
  { kind: "remove", metrics: [], links: ["one"] },
  { kind: "undo" },
  { kind: "redo" },
  { kind: "arrange" },
];

test("every wish is sent with its number and its command until it is acknowledged", () => {
  const posts: unknown[] = [];
  const desk = new Desk(quiet, (name, value) => name === "outbox" && posts.push(value));
  for (const op of WISHES) desk.wish(op);
  const last = posts.at(-1) as { plan: string; items: { seq: number; command: string; op: Op }[] };
  desk.close();
  const items = last.items.map((item, index) => ({ ...item, command: `command ${index + 1}` }));
  const told = `${JSON.stringify({ plan: last.plan, items }, null, 1)}\n`;
  const file = new URL("wishes/sent.json", import.meta.url);
  const was = existsSync(file) ? readFileSync(file, "utf-8") : "";
  mkdirSync(new URL("wishes/", import.meta.url), { recursive: true });
  if (was !== told) writeFileSync(file, told);
  expect(new Set(last.items.map(({ command }) => command)).size).toBe(WISHES.length);
  expect(was, "written anew: run pytest on it, and keep the file").toBe(told);
});
