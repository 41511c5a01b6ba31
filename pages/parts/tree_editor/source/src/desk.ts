// What lies between Python and the map: the newest snapshot, the wishes on their way, the answers.
// The map owns nothing: it shows the snapshot with the wishes that are not acknowledged yet.

import { Asker } from "../../../levers/frontend/asking.js";
import type { Ahead, Asked, Chosen, Graph, Item, Op, Snapshot, Told } from "./contract";
import { changed, newer } from "./changes";
import { applied, foreseen } from "./graph";
import { named } from "./naming";
import { acknowledged, EMPTY, resumed, token, wished, type Outbox } from "./outbox";
import { isOpen, told } from "./route";

type Send = (name: string, value: unknown) => void;
type Question = Asked extends infer Each ? (Each extends { n: number } ? Omit<Each, "n"> : never) : never;

const AGAIN = 2_000;
const ANEW = 4_500; // milliseconds after which Python's run is asked the same again: each time it begins anew
const REST = 700;
const PATIENCE = 1_500; // milliseconds after which Python's run is asked as well

export interface Seen {
  data: Snapshot;
  graph: Graph;
  waiting: number;
  refused: { seq: number; words: string } | null;
}

export class Desk {
  send: Send;
  private outbox: Outbox = EMPTY;
  private held: Snapshot | null = null;
  private dragged = false;
  private asking = false;
  private late = false;
  private reported = { last: 0, at: -ANEW };
  private closed = false;
  private listeners = new Set<() => void>();
  private asked = 0;
  private chosen = 0;
  private told = 0;
  private settled = 0;
  private ahead: Ahead | null = null;
  private foreseeing = false;
  private asker = new Asker<Ahead>((found) => {
    this.ahead = found; // whole: the map is told all at once
    this.show(this.seen.data);
  });
  private later = 0;
  private timer: number;
  private unrested = new Set<() => void>();
  seen: Seen;

  constructor(data: Snapshot, send: Send) {
    this.send = send;
    this.settled = data.paged;
    this.told = data.ack;
    const left = this.left(data.plan);
    this.outbox = left.length ? resumed(left, data.ack) : { last: data.ack, items: [] };
    this.seen = { data, graph: data, waiting: 0, refused: null };
    this.show(data);
    if (left.length) this.post();
    this.timer = window.setInterval(() => this.outbox.items.length && this.post(), AGAIN);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    clearTimeout(this.later);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): Seen => this.seen;

  // ── From Python ─────────────────────────────────────────────────────────────────────────────

  adopt(snapshot: Snapshot): void {
    const data = newer(snapshot, this.newest);
    this.outbox = acknowledged(this.outbox, data.ack);
    this.outbox = {
      ...this.outbox,
      items: this.outbox.items.map((item) => ({ ...item, op: named(item.op, data.made) })),
    };
    this.keep(data.plan);
    this.asker.forget();
    if (!this.foreseeing && !this.outbox.items.some(({ op }) => op.kind === "target")) this.ahead = null;
    if (this.dragged) this.held = data;
    else this.show(data);
    this.settled = Math.max(this.settled, data.paged);
    this.settle(data.version);
  }

  // What Python has told last, be it drawn or waiting for a hand that drags.
  private get newest(): Snapshot {
    return this.held ?? this.seen.data;
  }

  // While somebody drags, the picture under the hand stays.
  drag(now: boolean): void {
    this.dragged = now;
    if (!now && this.held) {
      const data = this.held;
      this.held = null;
      this.show(data);
    }
  }

  private show(data: Snapshot): void {
    const wished = this.outbox.items.reduce<Graph>((now, { op }) => applied(now, op), data);
    const graph = this.ahead ? foreseen(wished, this.ahead) : wished;
    const news = data.refusals.filter(({ seq }) => seq > this.told);
    this.told = Math.max(this.told, ...news.map(({ seq }) => seq));
    const refused = news.at(-1) ?? this.seen.refused;
    this.seen = { data, graph, waiting: this.outbox.items.length, refused };
    for (const listener of this.listeners) listener();
  }

  // The rest of the page follows when the hand rests.
  private settle(version: number): void {
    clearTimeout(this.later);
    if (version === this.settled) return;
    this.later = window.setTimeout(() => {
      if (this.outbox.items.length || this.dragged) return this.settle(version);
      this.settled = version;
      this.send("settled", version);
    }, REST);
  }

  // ── To Python ───────────────────────────────────────────────────────────────────────────────

  wish(op: Op): void {
    if (op.kind === "target") this.foreseeing = false;
    const data = this.newest; // the hand has let go
    this.held = null;
    this.outbox = wished(this.outbox, named(op, data.made), token());
    this.keep(data.plan);
    this.seen = { ...this.seen, refused: null };
    this.show(data);
    this.post();
  }

  // What a hand has begun and not ended, such as a slider's steps, is wished for before anything else is done.
  restful(rest: () => void): () => void {
    this.unrested.add(rest);
    return () => this.unrested.delete(rest);
  }

  rest(): void {
    for (const rest of this.unrested) rest();
  }

  hush(): void {
    this.say("");
  }

  // What the map itself has to say, where refusals are told.
  say(words: string): void {
    this.seen = { ...this.seen, refused: words ? { seq: this.told, words } : null };
    for (const listener of this.listeners) listener();
  }

  ask(question: Question): number {
    this.asked += 1;
    this.send("asked", { ...named(question, this.newest.made), n: this.asked });
    return this.asked;
  }

  choose(chosen: Chosen | null): void {
    this.chosen += 1;
    this.send("chosen", chosen && { ...named(chosen, this.newest.made), at: `${Date.now()}-${this.chosen}` });
  }

  // While a lever is moved: what would come of it, from the server's own route.
  foresee(metric: string, value: number): void {
    const { plan, scenario, language } = this.seen.data;
    this.foreseeing = true;
    if (scenario) this.asker.follow({ plan, board: "map", scenario: scenario.id, moves: { [metric]: value }, goal: "", metric, language });
  }

  // The hand has let go where it began: what was foreseen is over.
  unforesee(): void {
    this.foreseeing = false;
    if (!this.ahead) return;
    this.ahead = null;
    this.show(this.seen.data);
  }

  // By the server's own route, where there is one; else, and where no answer comes, by Python's run.
  private post(): void {
    if (this.newest.desk && isOpen(this.newest.desk) && !this.late) void this.deliver();
    else this.report();
  }

  private async deliver(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const late = window.setTimeout(() => {
      this.late = true;
      this.report();
    }, PATIENCE);
    const { last, items } = this.outbox;
    const answer = await told({ desk: this.newest.desk, drawing: this.newest.drawing, items });
    clearTimeout(late);
    this.asking = this.late = false;
    if (this.closed) return this.leave(answer);
    const data = answer && changed(this.newest, answer);
    if (!data) return this.report();
    this.adopt(data);
    if (this.outbox.last > last) this.post();
  }

  // The map has gone meanwhile: what was done is not wished for again where it is opened next.
  private leave(answer: Told | null): void {
    if (!answer) return;
    this.outbox = acknowledged(this.outbox, answer.ack);
    this.keep(this.newest.plan);
  }

  private report(): void {
    const { last, items } = this.outbox;
    const at = Date.now();
    if (!items.length || (last === this.reported.last && at - this.reported.at < ANEW)) return;
    this.reported = { last, at };
    this.send("outbox", { plan: this.seen.data.plan, items, at });
  }

  private keep(plan: string): void {
    try {
      if (this.outbox.items.length) sessionStorage.setItem(`enlace.${plan}`, JSON.stringify(this.outbox.items));
      else sessionStorage.removeItem(`enlace.${plan}`);
    } catch {
      // A browser that keeps nothing: the page in memory does.
    }
  }

  private left(plan: string): Item[] {
    try {
      return JSON.parse(sessionStorage.getItem(`enlace.${plan}`) ?? "[]") as Item[];
    } catch {
      return [];
    }
  }
}
