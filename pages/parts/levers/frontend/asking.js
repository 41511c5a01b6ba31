// What would come of a move, asked of the server's own route ahead of Python's run.
//
//   const asker = new Asker((part) => draw(part));
//   asker.follow(question);            // while a hand moves: the newest that it can get
//   await asker.settle(question);      // when it lets go: drawn by then, or not in time
//
// An answer comes in parts, what is looked at first. What a newer one has overtaken is not told. Where the route is missing or has too much
// to do, nothing is told, and Python's run is the answer.

const PATIENCE = 150; // milliseconds that a move waits for its answer before Python hears of it
const APART = 40; // between two questions of a hand that moves, or as long as the last one took
const LATER = 30; // seconds, where the server does not say how long

let closed = 0; // until when the route is left alone, for all that ask on this page

export class Asker {
  constructor(told) {
    this.told = told;
    this.count = 0;
    this.newest = 0;
  }

  // While a hand moves: one question at a time, and of those that wait the last alone.
  follow(question) {
    this.next = question;
    if (!this.going) this.go();
  }

  async go() {
    this.going = true;
    while (this.next) {
      const question = this.next;
      this.next = null;
      const begun = performance.now();
      await this.ask(question);
      await pause(Math.max(APART, performance.now() - begun));
    }
    this.going = false;
  }

  // When the hand lets go: asked at once, unless that very question is on its way.
  settle(question) {
    this.next = null;
    return Promise.race([this.ask(question), pause(PATIENCE)]);
  }

  // Python has drawn: what was answered before is asked anew.
  forget() {
    this.last = null;
  }

  async ask(question) {
    const text = JSON.stringify(question);
    if (this.last?.text !== text) this.last = new Inquiry(text);
    const { last } = this;
    const number = (this.count += 1);
    last.hear = (part) => {
      if (number < this.newest) return;
      this.newest = number;
      this.told(part);
    };
    const came = await last.done;
    if (!came && this.last === last) this.last = null;
  }
}

// One question on its way; `hear` is told of each part that comes.
class Inquiry {
  constructor(text) {
    this.text = text;
    this.done = this.answered();
  }

  async answered() {
    if (Date.now() < closed) return false;
    try {
      const response = await fetch(new URL("what-if", document.baseURI), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: this.text,
      });
      if (response.status === 200) {
        for await (const part of events(response.body)) this.hear(JSON.parse(part));
        return true;
      }
      if ([429, 503].includes(response.status)) {
        closed = Date.now() + 1_000 * (Number(response.headers.get("Retry-After")) || LATER);
      } else if ([403, 404, 405].includes(response.status)) {
        closed = Infinity; // no such route here (plain `streamlit run`), or no right to ask
      }
    } catch {
      // Offline: Python's run waits for the connection as well.
    }
    return false;
  }
}

// The data of each event of a stream, as it comes.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const whole = (rest + value).split("\n\n");
    rest = whole.pop();
    for (const event of whole) yield event.slice("data: ".length);
  }
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds, false));
}
