// Who is here and what they change, as the server tells it. Words enter the document as text only.
// A change asks Python for a new run; while somebody is typing it waits until they rest.

const strips = new WeakMap();
const RESTING = 1_500; // milliseconds without a key before a run may pass by a field
const APART = 1_000; // at most one run a second
const PATIENCE = [1_000, 2_000, 4_000, 8_000, 15_000];
const EACH = 25; // milliseconds a person: in a full room not all ask for a run at once
const CROWD = 1_500; // but none later than this
const LOOK = 80; // how soon to look again whether the page is at rest
const SHOWN = 6_000;
const HIDDEN = 60_000; // a tab that nobody sees lets its connection go: browsers allow six a site
const NOTICE = new CSSStyleSheet();
NOTICE.replaceSync(`
  p {
    position: fixed; right: 1rem; bottom: 1rem; z-index: 1000001;
    max-width: min(26rem, calc(100vw - 2rem));
    margin: 0; padding: 0.75rem 1rem; border-radius: 10px;
    font: 0.875rem/1.4 Inter, system-ui, sans-serif; overflow-wrap: anywhere;
    box-shadow: 0 4px 16px rgb(0 0 0 / 20%);
  }
  [hidden] { display: none; }
`);

let typed = 0;
// Words in a field that Python has not heard of yet: a run would let them meet what others wrote
// without anybody being asked.
let unheard = false;
document.addEventListener("input", (event) => {
  typed = Date.now();
  unheard = event.composedPath()[0]?.matches?.('textarea, input:not([type="range"])') ?? false;
}, true);
for (const heard of ["change", "focusout"]) {
  document.addEventListener(heard, () => (unheard = false), true);
}
document.addEventListener("keydown", ({ key }) => (unheard &&= key !== "Enter"), true);
document.addEventListener("keydown", () => (typed = Date.now()), true);

export default function live({ data, parentElement, setStateValue }) {
  let strip = strips.get(parentElement);
  if (!strip) {
    strip = new Strip(parentElement);
    strips.set(parentElement, strip);
  }
  strip.send = setStateValue;
  strip.show(data);
  return () => {
    // Streamlit also calls this for a call that a newer one has overtaken: then the place stays.
    if (parentElement.isConnected) return;
    strip.close();
    strips.delete(parentElement);
  };
}

class Strip {
  constructor(parent) {
    this.root = element("div", "live", parent);
    this.people = element("p", "people", this.root);
    this.people.hidden = true;
    // Beside the page and not in it: the sidebar may be folded away.
    this.notice = element("div", "", document.body);
    const shade = this.notice.attachShadow({ mode: "open" });
    shade.adoptedStyleSheets = [NOTICE];
    this.said = element("p", "said", shade);
    this.said.setAttribute("role", "status");
    this.said.hidden = true;
    this.tries = 0;
    this.asked = 0;
    this.seen = () => this.look();
    document.addEventListener("visibilitychange", this.seen);
  }

  show(data) {
    const other = this.data?.plan !== data.plan || this.data?.language !== data.language;
    this.data = data;
    this.asked = Math.max(this.asked, data.answered);
    if (this.waitsForSaved && data.answered >= this.asked) {
      this.waitsForSaved = false;
      this.say(data.words.back + " " + data.words.saved);
    }
    if (other) this.connect();
    this.drawPeople();
  }

  close() {
    this.closed = true;
    document.removeEventListener("visibilitychange", this.seen);
    this.stream?.close();
    clearTimeout(this.sleeping);
    this.notice.remove();
    clearTimeout(this.again);
    clearTimeout(this.later);
    clearTimeout(this.silent);
    this.root.remove();
  }

  // Hidden for long: let go, quietly; seen again: ask how things stand.
  look() {
    clearTimeout(this.sleeping);
    if (document.hidden) {
      this.sleeping = setTimeout(() => {
        this.asleep = true;
        this.stream?.close();
        clearTimeout(this.again);
      }, HIDDEN);
    } else if (this.asleep) {
      this.asleep = false;
      this.connect();
    } else if (this.behind) {
      this.behind = false;
      this.go();
    }
  }

  connect() {
    clearTimeout(this.again);
    this.stream?.close();
    const address = new URL("live", document.baseURI);
    const { plan, language, version } = this.data;
    address.search = new URLSearchParams({ plan, lang: language, version });
    this.stream = new EventSource(address);
    this.stream.onopen = () => this.opened();
    this.stream.onmessage = ({ data }) => this.hear(JSON.parse(data));
    this.stream.onerror = () => this.lost();
  }

  opened() {
    if (this.away) {
      this.waitsForSaved = true;
      this.ask({ why: "back" });
    }
    this.everOpen = true;
    this.refused = false;
    this.away = false;
    this.tries = 0;
  }

  lost() {
    // Refused rather than cut off: it may be that one may not look any more, and the page knows.
    const refused = this.stream.readyState === EventSource.CLOSED;
    this.stream.close();
    if (this.closed || (!this.everOpen && this.tries > 1)) {
      // A server without this door (plain `streamlit run`): Python looks for changes itself.
      if (!this.closed) this.send("stream", "none");
      return;
    }
    if (this.everOpen && refused && !this.refused) this.ask({ why: "gone" });
    this.refused ||= refused;
    const cut = this.everOpen && (!refused || this.tries > 0);
    if (cut && !this.away) this.say(this.data.words.lost, true);
    this.away ||= cut;
    const wait = PATIENCE[Math.min(this.tries, PATIENCE.length - 1)];
    this.tries += 1;
    this.again = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
  }

  hear(told) {
    if (told.here) {
      this.here = told.here;
      this.drawPeople();
    }
    if (told.kind === "gone") {
      this.stream.close();
      this.here = [];
      this.drawPeople();
      this.ask({ why: "gone" });
      return;
    }
    const others = (told.told ?? []).filter((edit) => edit.said && edit.by !== this.data.me);
    if (others.length) {
      this.say([...others.flatMap((edit) => edit.said), told.more].join(" ").trim());
    }
    const news = told.version !== undefined && told.version !== this.data.version;
    if (news || (told.pulse !== undefined && told.pulse !== this.data.pulse && told.kind !== "here")) {
      this.ask({ version: told.version, pulse: told.pulse });
    }
  }

  // A new run, once a second at most, and not while somebody types. Whoever may not look any more
  // loses the page whatever they are doing.
  ask(what) {
    this.wanted = what;
    clearTimeout(this.later);
    const rest = Math.max(0, typed + RESTING - Date.now());
    const apart = Math.max(0, (this.last ?? 0) + APART - Date.now());
    const wait = what.why !== "gone" && isTyping() && rest > 0 ? Math.max(rest, apart) : apart;
    const crowd = what.why ? 0 : Math.random() * Math.min(CROWD, EACH * (this.here?.length ?? 0));
    this.later = setTimeout(() => this.go(), crowd + (wait > 0 ? wait + Math.random() * 200 : LOOK));
  }

  go() {
    if (this.wanted.version <= this.data.version && this.wanted.pulse <= this.data.pulse) return;
    // Nobody sees this tab: it follows when somebody does.
    if (document.hidden && !this.wanted.why) {
      this.behind = true;
      return;
    }
    // A run that is under way may bring it, and a second one would send back what it takes away.
    if (isRunning()) {
      this.later = setTimeout(() => this.go(), LOOK);
      return;
    }
    if (this.wanted.why !== "gone" && isTyping() && (unheard || Date.now() < typed + RESTING)) {
      this.later = setTimeout(() => this.go(), RESTING / 4);
      return;
    }
    this.last = Date.now();
    this.asked += 1;
    this.send("news", { what: this.wanted.why ?? "news", number: this.asked });
  }

  say(words, stays = false) {
    clearTimeout(this.silent);
    const colours = getComputedStyle(this.root);
    this.said.style.background = colours.getPropertyValue("--st-text-color");
    this.said.style.color = colours.getPropertyValue("--st-background-color");
    this.said.textContent = words;
    this.said.hidden = !words;
    if (!stays) this.silent = setTimeout(() => (this.said.hidden = true), SHOWN);
  }

  drawPeople() {
    const here = this.here ?? [];
    this.people.hidden = here.length < 2;
    this.people.replaceChildren();
    if (this.people.hidden) return;
    const { words } = this.data;
    element("span", "dot", this.people).setAttribute("aria-hidden", "true");
    const shown = here.slice(0, 6).join(", ");
    const more = here.length > 6 ? ` +${here.length - 6}` : "";
    this.people.append(`${words.here} ${shown}${more}`);
  }
}

function isRunning() {
  return document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";
}

function isTyping() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches?.("input, textarea, [contenteditable='true']") ?? false;
}

function element(tag, name, parent) {
  const made = document.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}
