// What lies between Python and the map, over a good connection, a bad one, and none.
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { changed } from "../src/changes";
import type { Op, Snapshot, Told } from "../src/contract";
import { Desk } from "../src/desk";

vi.stubGlobal("window", globalThis);
vi.stubGlobal("document", { baseURI: "http://127.0.0.1/" });

interface Answer {
  before: Snapshot;
  answer: Told;
  after: Snapshot;
}

const folder = new URL("answers/", import.meta.url);
const files = readdirSync(folder);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf-8")) as Answer;
const MOVE: Op = { kind: "move", places: { visits: [700, 300] } };
const RENAME: Op = { kind: "rename", id: "posts", name: "Otro" };

// A desk, what it sends to Python's run, and what it asks the route: each answered when told to.
function desk(before: Snapshot) {
  const sent: { items: { seq: number }[] }[] = [];
  const asked: { note: { items: { seq: number }[] }; reply: (status: number, body?: unknown) => void; fail: () => void }[] = [];
  vi.stubGlobal("fetch", (_: URL, { body }: { body: string }) =>
    new Promise((done, fail) => {
      const reply = (status: number, told?: unknown) => done({ status, json: async () => told, headers: new Headers() });
      asked.push({ note: JSON.parse(body), reply, fail: () => fail(new TypeError()) });
    }),
  );
  const made = new Desk(before, (name, value) => name === "outbox" && sent.push(value as (typeof sent)[number]));
  opened.push(made);
  return { desk: made, sent, asked };
}

const opened: Desk[] = [];
const turn = () => new Promise((done) => setTimeout(done, 0));
afterEach(() => {
  opened.splice(0).forEach((each) => each.close());
  vi.useRealTimers();
});

test.each(files)("%s: what is told of the next drawing makes it of the one that is known", (name) => {
  const { before, answer, after } = read(name);
  expect(changed(before, answer)).toEqual(after);
});

test("an answer that begins at another drawing is left to Python's run", () => {
  const { before, answer } = read("moved.json");
  expect(changed({ ...before, drawing: 0 }, answer)).toBeNull();
});

test("an answer that comes after a newer drawing changes nothing", () => {
  const { before, answer } = read("moved.json");
  const newer = { ...before, drawing: 9 };
  expect(changed(newer, answer)).toBe(newer);
});

test("a wish is drawn at once, answered by the route, and Python's run is not asked", async () => {
  const { before, answer, after } = read("moved.json");
  const { desk: made, sent, asked } = desk(before);
  made.wish(MOVE);
  expect(made.seen.waiting).toBe(1);
  expect(made.seen.graph.nodes.find(({ id }) => id === "visits")).toMatchObject({ x: 700, y: 300 });
  asked[0]!.reply(200, answer);
  await turn();
  expect(made.seen).toMatchObject({ waiting: 0, graph: { nodes: after.nodes, edges: after.edges } });
  expect(sent).toEqual([]);
});

test("what is refused snaps back, with the reason", async () => {
  const { before, answer } = read("edited.json");
  const { desk: made, asked } = desk(before);
  made.wish(RENAME);
  expect(made.seen.graph.nodes.find(({ id }) => id === "posts")?.name).toBe("Otro");
  asked[0]!.reply(200, answer);
  await turn();
  expect(made.seen.refused?.words).toContain("Visitas");
  expect(made.seen.graph.nodes.find(({ id }) => id === "posts")?.name).toBe("Posts");
});

test("a wish that is made while another is on its way is asked for after it, once", async () => {
  const { before, answer } = read("moved.json");
  const { desk: made, asked } = desk(before);
  made.wish(MOVE);
  made.wish(RENAME);
  expect(asked.length).toBe(1);
  asked[0]!.reply(200, answer);
  await turn();
  expect(asked[1]!.note.items.map(({ seq }) => seq)).toEqual([2]);
  expect(made.seen.waiting).toBe(1);
});

test("where no answer comes, the wish goes to Python's run under the same number", async () => {
  const { before } = read("moved.json");
  const { desk: made, sent, asked } = desk(before);
  made.wish(MOVE);
  asked[0]!.fail();
  await turn();
  expect(sent.at(-1)?.items.map(({ seq }) => seq)).toEqual([1]);
  expect(made.seen.waiting).toBe(1);
});

test("after a line that broke the route is asked again, with the same wish", async () => {
  vi.useFakeTimers();
  const { before, answer } = read("moved.json");
  const { desk: made, asked } = desk(before);
  made.wish(MOVE);
  asked[0]!.fail();
  await vi.advanceTimersByTimeAsync(2_500);
  expect(asked[1]!.note.items).toEqual(asked[0]!.note.items);
  asked[1]!.reply(200, answer);
  await vi.advanceTimersByTimeAsync(0);
  expect(made.seen.waiting).toBe(0);
});

test("while the route says nothing, what is wished for goes to Python's run at once", async () => {
  vi.useFakeTimers();
  const { before } = read("moved.json");
  const { desk: made, sent, asked } = desk(before);
  made.wish(MOVE);
  await vi.advanceTimersByTimeAsync(1_600);
  expect(sent.at(-1)?.items.map(({ seq }) => seq)).toEqual([1]);
  made.wish(RENAME);
  expect(sent.at(-1)?.items.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(asked.length).toBe(1);
});

test("what is wished for while a picture waits for the hand is drawn on that picture", async () => {
  const { before, answer, after } = read("edited.json");
  const { desk: made, asked } = desk(before);
  made.wish(RENAME);
  made.drag(true);
  asked[0]!.reply(200, answer);
  await turn();
  made.wish({ kind: "rename", id: "visits", name: "Visitas web" });
  expect(made.seen.graph.nodes.map(({ id }) => id)).toEqual(after.nodes.map(({ id }) => id));
  expect(made.seen.graph.nodes.find(({ id }) => id === "visits")?.name).toBe("Visitas web");
});

test("a run that began before the answer does not bring the older picture back", async () => {
  const { before, answer, after } = read("edited.json");
  const { desk: made, asked } = desk(before);
  made.wish(RENAME);
  asked[0]!.reply(200, answer);
  await turn();
  made.adopt({ ...before, paged: 5 });
  expect(made.seen.data).toMatchObject({ nodes: after.nodes, made: after.made, paged: 5 });
  made.adopt({ ...before, desk: "another visit" });
  expect(made.seen.data.nodes).toEqual(before.nodes);
});

test("the picture under a hand that drags stays until it is let go", async () => {
  const { before, answer, after } = read("moved.json");
  const { desk: made, asked } = desk(before);
  made.wish(RENAME);
  made.drag(true);
  asked[0]!.reply(200, answer);
  await turn();
  expect(made.seen.graph.nodes).not.toEqual(after.nodes);
  made.drag(false);
  expect(made.seen.graph.nodes).toEqual(after.nodes);
});

test("where the route is missing it is asked once, and Python's run each time", async () => {
  const { before } = read("moved.json");
  const { desk: made, sent, asked } = desk(before);
  made.wish(MOVE);
  asked[0]!.reply(405);
  await turn();
  made.wish(RENAME);
  expect(asked.length).toBe(1);
  expect(sent.at(-1)?.items.length).toBe(2);
});
