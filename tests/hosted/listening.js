// A page without a browser: just enough of one for `live.js`, and a server that answers as told.
globalThis.CSSStyleSheet = class {
  replaceSync() {}
};
const heard = {};
const nodes = [];
const node = () => nodes[nodes.push({
  append() {},
  remove() {},
  replaceChildren() {},
  setAttribute() {},
  attachShadow: () => node(),
  style: {},
}) - 1];
const field = { matches: () => true };
globalThis.document = {
  baseURI: "http://enlace.example/",
  hidden: false,
  activeElement: null,
  body: node(),
  createElement: node,
  querySelector: () => null,
  addEventListener: (name, act) => (heard[name] ??= []).push(act),
  removeEventListener() {},
};
globalThis.getComputedStyle = () => ({ getPropertyValue: () => "" });
globalThis.EventSource = class {
  static CLOSED = 2;
  constructor() {
    globalThis.stream = this;
    this.readyState = 1;
  }
  close() {
    this.readyState = 2;
  }
};

const [script, scene] = process.argv.slice(2);
const live = (await import(script)).default;
const asked = [];
const words = { here: "", lost: "lost", back: "", saved: "" };
const data = { plan: "p", language: "es", version: 1, pulse: 1, me: "", answered: 0, words };
live({ data, parentElement: node(), setStateValue: (_, told) => asked.push(told.what ?? told) });
stream.onopen();

const scenes = {
  typing() {
    document.activeElement = field;
    for (const act of heard.input) act({ composedPath: () => [field] });
    stream.onmessage({ data: '{"kind": "gone"}' });
  },
  refused() {
    stream.readyState = EventSource.CLOSED;
    stream.onerror();
  },
  edits() {
    const told = [
      { by: "Ana", said: ["Ana: uno."] },
      {},
      { by: "", said: ["lo propio"] },
      { by: "Luis", said: ["Luis: dos.", "Luis: tres."] },
    ];
    stream.onmessage({ data: JSON.stringify({ kind: "plan", told, more: "Y 2 más." }) });
    asked.push(nodes.map((one) => one.textContent).filter(Boolean).at(-1));
  },
  cut() {
    stream.readyState = 0;
    stream.onerror();
  },
};
scenes[scene]();
setTimeout(() => {
  console.log(JSON.stringify(asked));
  process.exit();
}, 700);
