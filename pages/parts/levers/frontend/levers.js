// The levers: sliders beside the odds of the goals. Python owns every value; see levers/__init__.py.
// Words enter the document as text only.

import { Asker } from "./asking.js";
import { written } from "./numbers.js";

const LEAVING = ["pagehide", "pointerdown"];
const boards = new WeakMap();
let count = 0;

export default function levers({ data, parentElement, setStateValue }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    boards.set(parentElement, board);
  }
  board.send = setStateValue;
  board.show(data.board);
  return () => {
    // Streamlit also calls this for a call that a newer one has overtaken: then the place stays.
    if (parentElement.isConnected) return;
    board.close();
    boards.delete(parentElement);
  };
}

class Board {
  constructor(parent) {
    this.id = `levers-${(count += 1)}`;
    this.root = html("div", "levers", parent);
    const inner = html("div", "inner", this.root);
    this.odds = html("div", "odds", inner);
    this.odds.setAttribute("role", "group");
    this.rows = html("div", "rows", inner);
    this.dials = new Map();
    this.cards = [];
    this.pending = new Map();
    this.last = 0;
    this.reported = 0;
    this.asker = new Asker((answer) => this.hear(answer));
    // Whoever goes on to something else does not wait for an answer.
    this.leave = () => this.report();
    for (const goes of LEAVING) window.addEventListener(goes, this.leave, true);
  }

  close() {
    for (const goes of LEAVING) window.removeEventListener(goes, this.leave, true);
    clearTimeout(this.later);
    this.root.remove();
  }

  show(data) {
    this.data = data;
    for (const [id, [, number]] of this.pending) if (number <= data.seen) this.pending.delete(id);
    this.last = Math.max(this.last, data.seen);
    if (!(this.ahead?.mark > data.seen)) this.ahead = null;
    this.asker.forget();
    this.drawOdds();
    this.drawDials();
    this.root.setAttribute("aria-busy", this.pending.size > 0);
  }

  drawOdds() {
    const { words } = this.data;
    const odds = this.ahead?.odds ?? this.data.odds;
    this.odds.hidden = odds.length === 0;
    this.odds.setAttribute("aria-label", words.odds);
    while (this.cards.length > odds.length) this.cards.pop().root.remove();
    while (this.cards.length < odds.length) this.cards.push(new Card(this.odds));
    odds.forEach((goal, index) => this.cards[index].show(goal));
  }

  drawDials() {
    const { dials } = this.data;
    this.root.classList.toggle("idle", dials.length === 0);
    const kept = new Set(dials.map(({ id }) => id));
    for (const [id, dial] of this.dials) {
      if (!kept.has(id)) {
        dial.root.remove();
        this.dials.delete(id);
      }
    }
    dials.forEach((told, index) => {
      let dial = this.dials.get(told.id);
      if (!dial) {
        dial = new Dial(this, told.id, `${this.id}-${(count += 1)}`);
        this.dials.set(told.id, dial);
      }
      if (this.rows.children[index] !== dial.root) this.rows.insertBefore(dial.root, this.rows.children[index] ?? null);
      dial.show(told);
    });
  }

  // A hand moves a slider: what would come of it is shown, and Python hears nothing yet.
  touch() {
    if (this.data.ask) this.asker.follow(this.question());
  }

  // A slider was let go. The answer is asked for first, for Python's run would keep it waiting.
  move(id, value, wait) {
    this.last = Math.max(Date.now(), this.last + 1);
    this.pending.set(id, [value, this.last]);
    this.root.setAttribute("aria-busy", true);
    this.tell({ mark: this.last });
    clearTimeout(this.later);
    if (wait) this.later = setTimeout(() => this.release(), wait);
    else this.release();
  }

  async release() {
    if (this.data.ask) await this.asker.settle(this.question());
    this.report();
  }

  // What was moved goes to Python until Python says that it has taken it.
  report() {
    if (this.reported === this.last || !this.pending.size) return;
    this.reported = this.last;
    this.send("moved", Object.fromEntries(this.pending));
  }

  question() {
    const moves = [...this.dials.values()].filter((dial) => dial.moved).map(({ id, at }) => [id, at]);
    return { ...this.data.ask, moves: Object.fromEntries(moves) };
  }

  hear({ odds, chart }) {
    // While the hand is still on a slider no run of Python's can be on a par with it.
    const moving = [...this.dials.values()].some(({ touched }) => touched);
    this.tell({ mark: moving ? Infinity : this.last, odds, chart });
    this.drawOdds();
  }

  // From here on, Python's runs that have not taken the move `mark` are behind what is shown.
  tell({ mark, odds, chart }) {
    this.ahead = { mark, odds: odds ?? this.ahead?.odds };
    const detail = { feed: this.data.feed, mark, chart };
    window.dispatchEvent(new CustomEvent("enlace:what-if", { detail }));
  }
}

class Card {
  constructor(parent) {
    this.root = html("div", "goal", parent);
    this.name = html("div", "name", this.root);
    const line = html("div", "line", this.root);
    this.told = html("strong", "told", line);
    this.margin = html("span", "margin", line);
    this.bar = html("div", "bar", this.root);
    this.bar.setAttribute("aria-hidden", "true");
    this.fill = html("div", "fill", this.bar);
    this.mark = html("div", "mark", this.bar);
    this.before = html("div", "before", this.root);
    this.note = html("div", "note", this.root);
  }

  show({ name, told, margin, share, before, beforeTold, note }) {
    write(this.name, name);
    write(this.told, told);
    write(this.margin, margin);
    write(this.before, beforeTold);
    write(this.note, note);
    this.root.classList.toggle("open", share === null);
    this.bar.hidden = share === null;
    this.fill.style.width = `${100 * (share ?? 0)}%`;
    this.mark.hidden = before === null;
    this.mark.style.left = `${100 * (before ?? 0)}%`;
  }
}

class Dial {
  constructor(board, id, place) {
    this.board = board;
    this.id = id;
    this.root = html("div", "row");
    const head = html("div", "head", this.root);
    this.name = html("label", "name", head);
    this.name.htmlFor = place;
    this.told = html("output", "value", head);
    this.track = html("div", "track", this.root);
    this.band = html("div", "usual", this.track);
    this.tick = html("div", "tick", this.track);
    this.input = html("input", "", this.track);
    Object.assign(this.input, { type: "range", id: place, step: "any" });
    this.notes = html("div", "notes", this.root);
    this.notes.id = `${place}-notes`;
    this.input.setAttribute("aria-describedby", this.notes.id);
    this.listen();
  }

  listen() {
    this.input.addEventListener("pointerdown", () => (this.held = true));
    for (const end of ["pointerup", "pointercancel", "blur"])
      this.input.addEventListener(end, () => {
        this.held = false;
        // Put back to where it stood it does not change; what was shown meanwhile must go all the same.
        setTimeout(() => this.touched && this.commit(this.at, 0));
      });
    this.input.addEventListener("input", () => {
      this.put(this.snapped(Number(this.input.value)));
      this.touched = true;
      this.board.touch();
    });
    this.input.addEventListener("change", () => {
      this.held = false;
      this.commit(this.snapped(Number(this.input.value)), 0);
    });
    this.input.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
      if (!by || this.input.disabled) return;
      event.preventDefault();
      const value = this.snapped(this.at + by * this.dial.step);
      this.put(value);
      this.commit(value, 180); // a key that is held down asks once
    });
  }

  show(dial) {
    this.dial = dial;
    const { low, high, value, baseline, band } = dial;
    write(this.name, dial.name);
    this.root.classList.toggle("tried", dial.tried);
    this.input.disabled = value === null;
    this.track.hidden = value === null;
    this.input.min = low;
    this.input.max = high;
    this.notes.replaceChildren(...dial.notes.map((note) => write(html("span", "note"), note)));
    this.tick.hidden = baseline === null || baseline < low || baseline > high;
    if (!this.tick.hidden) this.tick.style.left = this.place(baseline);
    this.band.hidden = !band;
    if (band) {
      const [from, to] = band.map((end) => Math.min(high, Math.max(low, end)));
      this.band.style.left = this.place(from);
      this.band.style.right = `calc(100% - ${this.place(to)})`;
      this.band.hidden = to <= from;
    }
    const pending = this.board.pending.get(this.id);
    if (this.held) return;
    if (pending) this.put(pending[0]);
    else this.put(value ?? low, dial.told);
  }

  // Where the middle of the thumb stands for a value.
  place(value) {
    const { low, high } = this.dial;
    const share = high > low ? (value - low) / (high - low) : 0;
    return `calc(12px + ${share} * (100% - 24px))`;
  }

  put(value, told) {
    this.at = value;
    const { low, high } = this.dial;
    this.input.value = value;
    const words = told ?? this.written(value);
    write(this.told, words);
    this.input.setAttribute("aria-valuetext", words);
    const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
    this.track.style.setProperty("--share", share);
  }

  // Whether it stands elsewhere than the plan says.
  get moved() {
    return this.touched || this.dial.tried || this.board.pending.has(this.id);
  }

  commit(value, wait) {
    this.put(value);
    this.touched = false;
    this.board.move(this.id, value, wait);
  }

  snapped(value) {
    const { low, high, step } = this.dial;
    const near = Number((Math.round(value / step) * step).toPrecision(12));
    return Math.min(high, Math.max(low, near));
  }

  written(value) {
    return written(value, this.dial, this.board.data);
  }
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
  return node;
}

function html(name, kind, parent) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  parent?.append(node);
  return node;
}
