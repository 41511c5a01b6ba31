// The tree as one SVG inside a box that scrolls: panning is the browser's own, by touch, by wheel
// and by keyboard. Python hands over places and finished words; words enter the document as text
// only.

const SVG = "http://www.w3.org/2000/svg";
const NEAREST = 2;
const FARTHEST = 0.1;
// Below these the names are no longer read: 16 pixels of the picture times the zoom.
const READABLE = 0.6;
const SEEN_WHOLE = 0.42;
const SMALL = 0.5;
const ON_PHONES = 0.72;
// What a landscape page leaves to the picture, in CSS pixels (A4, less margins and the title).
const PAPER = [1000, 510];
const pictures = new WeakMap();

export default function treePicture({ data, parentElement, setStateValue }) {
  let picture = pictures.get(parentElement);
  if (!picture) {
    picture = new Picture(parentElement);
    pictures.set(parentElement, picture);
  }
  picture.tell = (chosen) => setStateValue("chosen", chosen);
  picture.show(data);
  return () => {
    // Streamlit also calls this for a call that a newer one has overtaken: then the place stays.
    if (parentElement.isConnected) return;
    picture.close();
    pictures.delete(parentElement);
  };
}

class Picture {
  constructor(parent) {
    this.zoom = null;
    this.clicks = 0;
    this.chosen = null;
    this.root = html("div", "tree", parent);
    this.head = html("div", "title", this.root);
    this.bar = html("div", "bar", this.root);
    this.legend = html("div", "legend", this.bar);
    this.tools = html("div", "tools", this.bar);
    this.frame = html("div", "frame", this.root);
    this.view = html("div", "view", this.frame);
    this.heads = html("div", "heads", this.view);
    this.sheet = html("div", "sheet", this.view);
    this.tip = html("div", "tip", this.frame);
    this.readout = html("div", "readout", this.root);
    this.readout.setAttribute("role", "status");
    this.listen();
    this.observer = new ResizeObserver(() => {
      const width = this.view.clientWidth;
      if (width && width !== this.width) {
        this.width = width;
        if (this.data) this.fitted ? this.fit() : this.scale(this.zoom);
      }
    });
    this.observer.observe(this.view);
  }

  close() {
    this.observer.disconnect();
    this.root.remove();
  }

  show(data) {
    const seen = JSON.stringify(data);
    if (seen === this.seen) return;
    const first = !this.data;
    const moved = !first && JSON.stringify(data.view) !== JSON.stringify(this.data.view);
    const was = this.data?.selected;
    this.seen = seen;
    this.data = data;
    this.boxes = new Map(data.boxes.map((box) => [box.id, box]));
    if (JSON.stringify(was ?? null) !== JSON.stringify(data.selected)) {
      // A link without an id of its own was told as its outcome: what is lit stays lit.
      const told = data.selected && this.told && this.told.kind === data.selected.kind && this.told.id === data.selected.id;
      if (!told) this.chosen = data.selected ? this.found(data.selected) : null;
    }
    this.root.classList.toggle("board", Boolean(data.board));
    this.drawTitle();
    this.drawTools();
    this.drawLegend();
    this.draw();
    this.width = this.view.clientWidth;
    if (first || (moved && this.fitted)) this.fit(first);
    else this.scale(this.zoom);
    this.light(this.chosen);
  }

  found({ kind, id }) {
    if (kind === "metric") return this.boxes.has(id) ? id : null;
    const edge = this.data.edges.find(({ link }) => link === id);
    return edge ? name(edge) : null;
  }

  // ── What stands around the picture ─────────────────────────────────────────────────────────

  drawTitle() {
    const { board, title } = this.data;
    this.head.replaceChildren();
    if (!board) return;
    html("p", "over", this.head).textContent = board.over;
    html("p", "headline", this.head).textContent = title;
    html("p", "summary", this.head).textContent = board.summary;
  }

  drawTools() {
    const { words, board } = this.data;
    const tools = [
      [words.farther, "M5 12h14", () => this.scale(this.zoom / 1.25)],
      [words.closer, "M5 12h14M12 5v14", () => this.scale(this.zoom * 1.25)],
      [words.fit, "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", () => this.fit()],
      board && [words.print, "M7 8V4h10v4M7 17H4V9h16v8h-3M7 14h10v6H7z", () => this.print()],
      this.root.requestFullscreen && [words.full, "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7", () => this.full()],
    ].filter(Boolean);
    if (this.tools.childElementCount === tools.length) return;
    this.tools.replaceChildren(
      ...tools.map(([text, shape, act]) => {
        const button = html("button", "tool");
        button.type = "button";
        button.title = text;
        button.setAttribute("aria-label", text);
        const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, button);
        svg("path", { d: shape }, icon);
        button.addEventListener("click", act);
        return button;
      }),
    );
  }

  drawLegend() {
    const { words, boxes, bands } = this.data;
    const layers = bands.length ? [] : [...new Map(boxes.map((box) => [box.layer, box])).values()];
    const entries = [
      !words.flow && ["formula", words.formula],
      !words.flow && ["influence", words.influence],
      words.flow && ["flow", words.flow],
      this.data.edges.some(({ against }) => against) && ["flow against", words.against],
      boxes.some(({ aims }) => aims.length) && ["goal", words.goal],
      ...layers.map((box) => ["mark", box.layer, box]),
    ].filter(Boolean);
    this.legend.replaceChildren(
      ...entries.map(([kind, text, box]) => {
        const entry = html("span", "entry");
        if (box) {
          const mark = html("span", "mark", entry);
          mark.textContent = box.mark;
          mark.style.color = box.colour;
        } else {
          const key = svg("svg", { class: "key", viewBox: "0 0 30 12", "aria-hidden": "true" }, entry);
          if (kind === "goal") svg("path", { class: "flag", d: flag(10, 0) }, key);
          else {
            svg("path", { class: `line ${kind}`, d: "M1 6H21" }, key);
            svg("path", { class: "tip-end", d: "M29 6l-8 -4v8Z" }, key);
          }
        }
        html("span", "", entry).textContent = text;
        return entry;
      }),
    );
  }

  // ── The picture ────────────────────────────────────────────────────────────────────────────

  draw() {
    const { view, title, boxes, bands, lane, edges, words } = this.data;
    const held = this.root.getRootNode().activeElement?.dataset?.name;
    this.heads.replaceChildren(
      ...bands.map((band) => {
        const head = html("div", "head");
        const word = html("span", "word", head);
        const mark = html("span", "mark", word);
        mark.textContent = band.mark;
        mark.style.color = band.colour;
        html("span", "", word).textContent = band.word;
        return head;
      }),
    );
    const sheet = svg("svg", {
      class: "picture",
      viewBox: `${view.x} ${view.y} ${view.width} ${view.height}`,
      role: "group",
      "aria-label": title,
    });
    const back = svg("g", { "aria-hidden": "true" }, sheet);
    for (const band of bands) {
      const stripe = svg("rect", { class: "band", x: band.x - 14, y: view.y, width: band.width + 28, height: view.height, rx: 12 }, back);
      stripe.style.fill = band.colour;
    }
    if (lane) this.drawLane(back, lane, view, words);
    this.items = new Map();
    const lines = svg("g", {}, sheet);
    for (const edge of edges) this.drawEdge(lines, edge);
    const cards = svg("g", {}, sheet);
    for (const box of boxes) this.drawBox(cards, box);
    this.svg = sheet;
    this.sheet.replaceChildren(sheet);
    this.root.classList.toggle("empty", !boxes.length);
    if (!boxes.length) html("p", "nothing", this.sheet).textContent = words.empty;
    const start = this.items.get(held) ?? this.items.get(this.chosen) ?? this.items.get(this.first());
    start?.node.setAttribute("tabindex", "0");
    if (held) start?.node.focus();
  }

  first() {
    const last = [...this.data.boxes].sort((one, other) => other.column - one.column);
    return (last.find(({ aims }) => aims.length) ?? last[0])?.id;
  }

  drawLane(back, lane, view, words) {
    const y = lane.y + 16;
    svg("line", { class: "lane", x1: view.x + 4, x2: view.x + view.width - 4, y1: y, y2: y }, back);
    const text = svg("text", { class: "lane-word", x: view.x + 16, y: y + 26 }, back);
    svg("tspan", { class: "strong" }, text).textContent = words.unlinked;
    svg("tspan", { dx: 10 }, text).textContent = words.unlinkedWhy;
  }

  drawEdge(parent, edge) {
    const kind = `edge ${edge.formula ? "formula" : "influence"}${edge.past ? " past" : ""}${edge.inside ? " inside" : ""}`;
    const node = svg("g", { class: kind, role: "button", tabindex: "-1", "aria-label": edge.aria, "aria-pressed": "false" }, parent);
    const [d, tip] = curve(edge.points);
    svg("path", { class: "reach", d }, node);
    svg("path", { class: "line", d }, node);
    svg("path", { class: "tip-end", d: tip }, node);
    if (edge.flow) {
      node.classList.add("flow");
      node.classList.toggle("against", edge.against);
      node.style.setProperty("--flow", `${edge.flow}px`);
    }
    if (edge.badge) this.drawShape(node, edge.badge.level, middle(edge.points), 9);
    const apart = this.boxes.get(edge.from).apart || this.boxes.get(edge.to).apart;
    node.classList.toggle("apart", apart);
    this.register(name(edge), node, { edge, words: edge });
  }

  drawBox(parent, box) {
    const kind = `box${box.apart ? " apart" : ""}${box.aims.length ? " aimed" : ""}`;
    const node = svg("g", { class: kind, role: "button", tabindex: "-1", "aria-label": box.aria, "aria-pressed": "false" }, parent);
    node.style.setProperty("--layer", box.colour);
    const { x, y, width, height } = box;
    svg("rect", { class: "halo", x: x - 4, y: y - 4, width: width + 8, height: height + 8, rx: 13 }, node);
    svg("rect", { class: "card", x, y, width, height, rx: 9 }, node);
    svg("path", { class: "spine", d: `M${x + 9} ${y}H${x + 5}A5 9 0 0 0 ${x} ${y + 9}V${y + height - 9}A5 9 0 0 0 ${x + 5} ${y + height}H${x + 5}V${y}Z` }, node);
    const left = x + 12;
    let line = y + 25;
    for (const text of box.name) {
      svg("text", { class: "name", x: left, y: line }, node).textContent = text;
      line += 20;
    }
    line += box.value ? 3 : -17;
    if (box.value) svg("text", { class: "value", x: left, y: line }, node).textContent = box.value;
    for (const aim of box.aims) {
      line += 20;
      svg("path", { class: "flag", d: flag(left, line - 11) }, node);
      svg("text", { class: "aim", x: left + 15, y: line }, node).textContent = aim;
    }
    if (box.badge) this.drawBadge(node, box);
    this.register(box.id, node, { box, words: box });
  }

  drawBadge(node, box) {
    const chip = svg("g", { class: `badge ${box.badge.level}` }, node);
    const width = box.badge.text.length * 6.9 + 32;
    const x = box.x + box.width - Math.min(width, box.width) + 6;
    svg("rect", { x, y: box.y - 13, width, height: 22, rx: 11 }, chip);
    this.drawShape(chip, box.badge.level, [x + 13, box.y - 2], 6);
    svg("text", { x: x + 23, y: box.y + 2.5 }, chip).textContent = box.badge.text;
  }

  // A level is told by its shape as well: eight corners, three, none.
  drawShape(parent, level, [x, y], size) {
    const at = (turn) => `${(x + size * Math.sin(turn)).toFixed(1)} ${(y - size * Math.cos(turn)).toFixed(1)}`;
    const corners = { error: 8, warning: 3 }[level];
    if (!corners) return svg("circle", { class: `shape ${level}`, cx: x, cy: y, r: size * 0.8 }, parent);
    const turned = corners === 8 ? Math.PI / 8 : 0;
    const points = Array.from({ length: corners }, (_, index) => at(turned + (index * 2 * Math.PI) / corners));
    return svg("path", { class: `shape ${level}`, d: `M${points.join("L")}Z` }, parent);
  }

  register(id, node, item) {
    node.dataset.name = id;
    this.items.set(id, { ...item, node, id });
    node.addEventListener("click", () => this.choose(id));
    node.addEventListener("focus", () => this.point(id));
    node.addEventListener("blur", () => this.point(null));
    node.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.point(id, event));
    node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.point(null));
  }

  // ── Choosing and reading ───────────────────────────────────────────────────────────────────

  choose(id) {
    const same = this.chosen === id;
    this.chosen = same ? null : id;
    this.light(this.chosen);
    const item = this.items.get(id);
    if (same || !item) return;
    this.clicks += 1;
    const told = item.box
      ? { kind: "metric", id }
      : item.edge.link
        ? { kind: "link", id: item.edge.link }
        : { kind: "metric", id: item.edge.to };
    this.told = told;
    this.tell({ ...told, at: `${Date.now()}-${this.clicks}` });
  }

  // What the chosen one depends on and what it moves stands out; all else steps back.
  light(id) {
    const item = this.items.get(id);
    this.root.classList.toggle("lit", Boolean(item));
    for (const each of this.items.values()) {
      each.node.classList.remove("up", "down", "chosen");
      each.node.setAttribute("aria-pressed", String(each.id === id));
    }
    this.write(item);
    if (!item) return;
    item.node.classList.add("chosen");
    const [start, end] = item.edge ? [item.edge.from, item.edge.to] : [id, id];
    this.spread(start, "to", "from", "up");
    this.spread(end, "from", "to", "down");
    if (item.edge) for (const [box, way] of [[start, "up"], [end, "down"]]) this.items.get(box).node.classList.add(way);
  }

  spread(start, here, there, way) {
    const seen = new Set([start]);
    const waiting = [start];
    while (waiting.length) {
      const at = waiting.pop();
      for (const edge of this.data.edges) {
        if (edge[here] !== at) continue;
        this.items.get(name(edge)).node.classList.add(way);
        if (seen.has(edge[there])) continue;
        seen.add(edge[there]);
        this.items.get(edge[there]).node.classList.add(way);
        waiting.push(edge[there]);
      }
    }
  }

  write(item) {
    this.readout.replaceChildren();
    if (!item) {
      html("p", "hint", this.readout).textContent = this.data.words.how;
      return;
    }
    this.fill(this.readout, item.words);
  }

  fill(parent, { title, layer, value, aims, lines }) {
    html("strong", "", parent).textContent = title;
    if (layer) html("span", "small", parent).textContent = [layer, value, ...aims].filter(Boolean).join(" · ");
    for (const line of lines) html("p", "", parent).textContent = line;
  }

  point(id, event) {
    this.root.querySelector(".pointed")?.classList.remove("pointed");
    this.tip.classList.remove("open");
    const item = this.items.get(id);
    if (!item) return;
    item.node.classList.add("pointed");
    const focused = !event && item.node.matches(":focus-visible");
    if (!event && !focused) return;
    this.tip.replaceChildren();
    this.fill(this.tip, item.words);
    this.tip.classList.add("open");
    this.settle(event, item.node);
  }

  settle(event, node) {
    const frame = this.frame.getBoundingClientRect();
    const box = node.getBoundingClientRect();
    const x = event ? event.clientX : box.left + box.width / 2;
    const below = (event ? event.clientY + 16 : box.bottom + 10) - frame.top;
    const above = (event ? event.clientY - 12 : box.top - 10) - frame.top - this.tip.offsetHeight;
    const left = Math.min(Math.max(8, x - frame.left - this.tip.offsetWidth / 2), frame.width - this.tip.offsetWidth - 8);
    const top = below + this.tip.offsetHeight < frame.height || above < 0 ? below : above;
    this.tip.style.transform = `translate(${Math.round(Math.max(8, left))}px, ${Math.round(top)}px)`;
  }

  // ── Walking by keyboard ────────────────────────────────────────────────────────────────────

  walk(id, key) {
    const item = this.items.get(id);
    if (item.edge) {
      if (key === "ArrowLeft") return item.edge.from;
      if (key === "ArrowRight") return item.edge.to;
      const { from, to } = item.edge;
      const alike = this.data.edges.filter((edge) => edge.from === from || edge.to === to);
      alike.sort((one, other) => middle(one.points)[1] - middle(other.points)[1]);
      return step(alike.map(name), id, key);
    }
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const [here, end] = key === "ArrowLeft" ? ["to", -1] : ["from", 0];
      const edges = this.data.edges.filter((edge) => edge[here] === id);
      edges.sort((one, other) => one.points.at(end)[1] - other.points.at(end)[1]);
      return edges.length ? name(edges[Math.floor((edges.length - 1) / 2)]) : null;
    }
    const column = this.data.boxes.filter((box) => box.column === item.box.column);
    column.sort((one, other) => one.y - other.y);
    return step(column.map((box) => box.id), id, key);
  }

  focus(id) {
    const item = this.items.get(id);
    if (!item) return;
    for (const each of this.items.values()) each.node.setAttribute("tabindex", "-1");
    item.node.setAttribute("tabindex", "0");
    item.node.focus();
    this.reveal(item.node);
  }

  reveal(node) {
    const [box, view] = [node.getBoundingClientRect(), this.view.getBoundingClientRect()];
    if (box.left < view.left || box.right > view.right) this.view.scrollLeft += box.left + box.width / 2 - view.left - view.width / 2;
    if (box.top < view.top + 40 || box.bottom > view.bottom) this.view.scrollTop += box.top + box.height / 2 - view.top - view.height / 2;
  }

  // ── Near and far ───────────────────────────────────────────────────────────────────────────

  fit(first = false) {
    const { view, board } = this.data;
    const width = this.width || this.view.clientWidth || 800;
    const full = document.fullscreenElement || this.root.classList.contains("full");
    const phone = width < 640;
    const room = full ? this.view.clientHeight : phone || board ? Infinity : Math.min(innerHeight * 0.78, 860);
    const wide = width / view.width;
    const whole = Math.min(wide, Math.max((room - 40) / view.height, full ? 0 : Math.min(wide, SMALL)), full ? NEAREST : 1.15);
    const least = phone ? this.column(width) : board || this.data.words.flow ? SEEN_WHOLE : READABLE;
    this.fitted = true;
    this.scale(first ? Math.max(whole, least) : whole, { keep: true });
    if (!first || whole >= least) return;
    // Where it cannot be read as a whole it is read from its beginning, unless a place was chosen.
    const aim = this.items.get(this.chosen);
    requestAnimationFrame(() => {
      this.view.scrollLeft = 0;
      if (aim) this.reveal(aim.node);
    });
  }

  // On a phone a side of the board fills the window, so that no box is cut at its edge.
  column(width) {
    const { bands, board, view } = this.data;
    if (!board || bands.length < 2) return ON_PHONES;
    return Math.min(1.25, Math.max(ON_PHONES, width / (bands[1].x - 14 - view.x)));
  }

  scale(zoom, { keep = false, at = null } = {}) {
    const before = this.zoom ?? zoom;
    this.zoom = Math.min(NEAREST, Math.max(FARTHEST, zoom || 1));
    this.fitted = keep;
    const { view, bands } = this.data;
    const spot = at ?? [this.view.clientWidth / 2, this.view.clientHeight / 2];
    const [left, top] = [this.view.scrollLeft + spot[0], this.view.scrollTop + spot[1]];
    const [width, height] = [Math.round(view.width * this.zoom), Math.round(view.height * this.zoom)];
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
    this.heads.style.width = this.sheet.style.width = `${width}px`;
    this.heads.style.fontSize = `${Math.min(13.5, Math.max(10, 22 * this.zoom))}px`;
    this.root.style.setProperty("--high", `${height + (bands.length ? 36 : 0) + 2}px`);
    bands.forEach((band, index) => {
      const head = this.heads.children[index];
      head.classList.remove("narrow");
      const next = bands[index + 1]?.x ?? view.x + view.width;
      const left = (band.x - view.x) * this.zoom;
      const room = (next - band.x) * this.zoom - 4;
      const last = index === bands.length - 1;
      const needs = last ? Math.max(0, head.firstElementChild.offsetWidth - room) : 0;
      head.style.left = `${left - needs}px`;
      head.style.width = `${room + needs}px`;
      // Where its word has no room a layer is known by its mark, and by its name on pointing.
      head.title = band.word;
      head.classList.toggle("narrow", head.firstElementChild.offsetWidth > room + needs + 1);
    });
    const ratio = this.zoom / before;
    this.view.scrollLeft = left * ratio - spot[0];
    this.view.scrollTop = top * ratio - spot[1];
  }

  // On paper the picture stands alone: all else on the page steps back while it is printed.
  print() {
    const host = this.root.getRootNode().host ?? this.root;
    const style = document.createElement("style");
    const mark = "data-enlace-printed";
    style.textContent = `@media print { @page { size: landscape; margin: 10mm }
      body * { visibility: hidden !important } [${mark}], [${mark}] * { visibility: visible !important }
      [${mark}] { position: fixed !important; inset: 0; z-index: 9999; background: white } }`;
    host.setAttribute(mark, "");
    document.head.append(style);
    const before = [this.zoom, this.fitted];
    const { view } = this.data;
    this.scale(Math.min(PAPER[0] / view.width, PAPER[1] / view.height));
    addEventListener("afterprint", () => {
      style.remove();
      host.removeAttribute(mark);
      this.scale(before[0], { keep: before[1] });
    }, { once: true });
    print();
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen();
  }

  listen() {
    this.sheet.addEventListener("keydown", (event) => {
      const id = event.target.dataset?.name;
      if (!id) return;
      if (event.key === "Enter" || event.key === " ") this.choose(id);
      else if (event.key === "Escape" && this.chosen) this.choose(this.chosen);
      else if (event.key.startsWith("Arrow")) this.focus(this.walk(id, event.key));
      else if (event.key === "+") this.scale(this.zoom * 1.25);
      else if (event.key === "-") this.scale(this.zoom / 1.25);
      else if (event.key === "0") this.fit();
      else return;
      event.preventDefault();
    });
    this.view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && !document.fullscreenElement) return;
      event.preventDefault();
      const box = this.view.getBoundingClientRect();
      this.scale(this.zoom * Math.exp(-event.deltaY / 300), { at: [event.clientX - box.left, event.clientY - box.top] });
    }, { passive: false });
    this.pinch();
    this.drag();
    this.root.addEventListener("fullscreenchange", () => {
      this.root.classList.toggle("full", Boolean(document.fullscreenElement));
      requestAnimationFrame(() => this.fit());
    });
  }

  pinch() {
    let start = null;
    const spread = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    this.view.addEventListener("touchstart", ({ touches }) => {
      start = touches.length === 2 ? { spread: spread(touches), zoom: this.zoom } : null;
    }, { passive: true });
    this.view.addEventListener("touchmove", (event) => {
      if (!start || event.touches.length !== 2) return;
      event.preventDefault();
      const box = this.view.getBoundingClientRect();
      const [one, other] = event.touches;
      const at = [(one.clientX + other.clientX) / 2 - box.left, (one.clientY + other.clientY) / 2 - box.top];
      this.scale((start.zoom * spread(event.touches)) / start.spread, { at });
    }, { passive: false });
  }

  // By mouse the sheet is dragged; touch scrolls by itself.
  drag() {
    let from = null;
    this.view.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("[role=button]")) return;
      from = [event.clientX + this.view.scrollLeft, event.clientY + this.view.scrollTop, event.clientX, event.clientY];
      this.view.setPointerCapture(event.pointerId);
      this.view.classList.add("dragged");
    });
    this.view.addEventListener("pointermove", (event) => {
      if (!from) return;
      this.view.scrollLeft = from[0] - event.clientX;
      this.view.scrollTop = from[1] - event.clientY;
    });
    const end = (event) => {
      if (from && Math.hypot(event.clientX - from[2], event.clientY - from[3]) < 4 && this.chosen) this.choose(this.chosen);
      from = null;
      this.view.classList.remove("dragged");
    };
    this.view.addEventListener("pointerup", end);
    this.view.addEventListener("pointercancel", end);
  }
}

function name(edge) {
  return `${edge.from}→${edge.to}`;
}

function step(names, id, key) {
  const at = names.indexOf(id) + (key === "ArrowDown" ? 1 : -1);
  return names[Math.min(names.length - 1, Math.max(0, at))];
}

// A curve that leaves and arrives level, and the triangle at its end.
function curve(points) {
  const [[left, up], [right, down]] = [points[0], points.at(-1)];
  if (points.length === 2 && left === right) {
    const out = left + Math.min(16 + Math.abs(down - up) / 7, 58);
    return [`M${left} ${up}C${out} ${up} ${out} ${down} ${right + 7} ${down}`, `M${right} ${down}l8 -4.5v9Z`];
  }
  const last = points.at(-1);
  const before = points.at(-2);
  const way = last[0] >= before[0] || points.length > 2 ? Math.sign(last[0] - before[0]) || 1 : -1;
  const sides = points.length === 2 && last[0] < before[0] - 0 ? -1 : way;
  const end = [last[0] - 7 * sides, last[1]];
  const line = [...points.slice(0, -1), end];
  let d = `M${line[0][0]} ${line[0][1]}`;
  for (let at = 1; at < line.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [line[at - 1], line[at]];
    const half = (x1 + x2) / 2;
    d += y1 === y2 ? `H${x2}` : `C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
  }
  return [d, `M${last[0]} ${last[1]}l${-8 * sides} -4.5v9Z`];
}

function middle(points) {
  const at = Math.floor((points.length - 1) / 2);
  const [[x1, y1], [x2, y2]] = [points[at], points[at + 1]];
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}

function flag(x, y) {
  return `M${x} ${y}h1.5v12h-1.5zM${x + 1.5} ${y + 0.5}l9 3.25l-9 3.25z`;
}

function html(tag, kind, parent) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  parent?.append(node);
  return node;
}

function svg(tag, attributes, parent) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent?.append(node);
  return node;
}
