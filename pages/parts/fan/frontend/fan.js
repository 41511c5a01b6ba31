// The fan chart: one SVG, redrawn in place when its data or its width change.
// Python hands over numbers to place things by and finished words to show; nothing is formatted
// here, and words enter the document as text only.

const SVG = "http://www.w3.org/2000/svg";
const charts = new WeakMap();
let count = 0;

export default function fan({ data, parentElement }) {
  let chart = charts.get(parentElement);
  if (!chart) {
    chart = new Chart(parentElement);
    charts.set(parentElement, chart);
  }
  chart.take(data.fan);
  return () => {
    // Streamlit also calls this for a call that a newer one has overtaken: then the place stays.
    if (parentElement.isConnected) return;
    chart.close();
    charts.delete(parentElement);
  };
}

class Chart {
  constructor(parent) {
    this.id = `fan-${(count += 1)}`;
    this.at = null;
    this.root = html("div", "fan", parent);
    this.lead = html("p", "lead", this.root);
    this.legend = html("div", "legend", this.root);
    this.canvas = html("div", "canvas", this.root);
    this.readout = html("div", "readout", this.root);
    this.readout.setAttribute("role", "status");
    this.note = html("p", "note", this.root);
    this.width = 0;
    this.ahead = 0;
    this.hear = ({ detail }) => this.heard(detail);
    window.addEventListener("enlace:what-if", this.hear);
    this.observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry.contentRect.width);
      if (width && width !== this.width) {
        this.width = width;
        this.draw();
      }
    });
    this.observer.observe(this.canvas);
  }

  close() {
    window.removeEventListener("enlace:what-if", this.hear);
    this.observer.disconnect();
    this.root.remove();
  }

  // What Python's run brings; not where an answer to a later move is shown already.
  take({ chart, feed, taken }) {
    if (feed !== this.feed) this.ahead = 0;
    this.feed = feed;
    if (this.ahead > taken) return;
    this.ahead = 0;
    this.show(chart);
  }

  // An answer ahead of Python's run; `mark` is the number of the move that it answers.
  heard({ feed, mark, chart }) {
    if (!this.feed || feed !== this.feed) return;
    this.ahead = mark;
    if (chart) this.show(chart);
  }

  show(data) {
    this.data = data;
    this.lead.hidden = !data.lead.length;
    this.lead.replaceChildren(
      ...data.lead.map(([text, bold]) => {
        const piece = html(bold ? "strong" : "span", "");
        piece.textContent = text;
        return piece;
      }),
    );
    this.note.hidden = !data.note;
    this.note.textContent = data.note;
    this.at = this.at === null ? null : Math.min(this.at, data.months.length - 1);
    this.width = Math.round(this.canvas.clientWidth) || this.width;
    this.drawLegend();
    this.draw();
  }

  drawLegend() {
    const { words, measured, unchanged, aim } = this.data;
    const entries = [
      measured.length && ["measured", words.measured],
      ["forecast", words.forecast],
      ["band", words.band],
      unchanged && ["unchanged", words.unchanged],
      aim && ["aim", words.aim],
    ].filter(Boolean);
    this.legend.replaceChildren(
      ...entries.map(([kind, text]) => {
        const entry = html("span", "entry");
        const key = svg("svg", { class: "key", viewBox: "0 0 28 12", "aria-hidden": "true" }, entry);
        if (kind === "band") svg("rect", { class: "band", x: 0, y: 0, width: 28, height: 12 }, key);
        else svg("line", { class: kind, x1: 0, x2: 28, y1: 6, y2: 6 }, key);
        if (kind === "measured") svg("circle", { class: "dot", cx: 14, cy: 6, r: 3 }, key);
        if (kind === "aim") svg("path", { class: "goal", d: diamond(14, 6, 5) }, key);
        html("span", "", entry).textContent = text;
        return entry;
      }),
    );
  }

  draw() {
    if (!this.data || !this.width) return;
    const focused = this.root.getRootNode().activeElement === this.svg && this.svg;
    this.place();
    const picture = svg("svg", {
      class: "chart",
      width: this.width,
      height: this.data.height,
      viewBox: `0 0 ${this.width} ${this.data.height}`,
      role: "img",
      tabindex: "0",
      "aria-labelledby": `${this.id}-title ${this.id}-desc`,
    });
    svg("title", { id: `${this.id}-title` }, picture).textContent = this.data.title;
    svg("desc", { id: `${this.id}-desc` }, picture).textContent =
      `${this.data.sentence} ${this.data.words.how}`.trim();
    this.drawAxes(picture);
    this.drawCurves(picture);
    this.drawAim(picture);
    this.cursor = svg("g", { class: "cursor" }, picture);
    this.listen(picture);
    this.svg = picture;
    this.canvas.replaceChildren(picture);
    if (focused) picture.focus();
    this.read(this.at);
  }

  // Where things go: `x` of a month, `y` of a value.
  place() {
    const { months, ticks, height, low, high } = this.data;
    const longest = Math.max(...ticks.map(({ text }) => text.length), 1);
    const left = Math.ceil(longest * 7.2) + 12;
    const right = 16;
    const [top, bottom] = [22, height - 30];
    const span = Math.max(months.length - 1, 1);
    this.area = { left, right: this.width - right, top, bottom };
    this.x = (month) => left + ((this.width - right - left) * month) / span;
    this.y = (value) => bottom - ((bottom - top) * (value - low)) / (high - low || 1);
  }

  drawAxes(picture) {
    const { months, ticks, start, words } = this.data;
    const { left, right, top, bottom } = this.area;
    const axes = svg("g", { class: "axes", "aria-hidden": "true" }, picture);
    for (const { value, text } of ticks) {
      svg("line", { class: "grid", x1: left, x2: right, y1: this.y(value), y2: this.y(value) }, axes);
      label(axes, text, left - 10, this.y(value) + 4, "end");
    }
    const room = Math.max(...months.map((month) => month.length)) * 7 + 18;
    const every = Math.max(1, Math.ceil((room * (months.length - 1)) / (right - left)));
    months.forEach((month, index) => {
      const fromStart = index - start;
      if (fromStart % every !== 0) return;
      const anchor = index === 0 ? "start" : index === months.length - 1 ? "end" : "middle";
      label(axes, month, this.x(index), bottom + 20, anchor);
    });
    if (start > 0) {
      const x = (this.x(start - 1) + this.x(start)) / 2;
      svg("line", { class: "start", x1: x, x2: x, y1: top - 8, y2: bottom }, axes);
      label(axes, words.today, x + 6, top - 8, "start");
    }
  }

  drawCurves(picture) {
    const { start, measured, forecast, unchanged } = this.data;
    const curves = svg("g", { "aria-hidden": "true" }, picture);
    const points = (values, from) => values.map((value, index) => [this.x(from + index), this.y(value)]);
    const band = (curve, kind) =>
      svg("path", { class: kind, d: `${path(points(curve.p90, start))}${path(points(curve.p10, start).reverse(), "L")}Z` }, curves);
    if (unchanged) band(unchanged, "band-unchanged");
    band(forecast, "band");
    if (unchanged) svg("path", { class: "unchanged", d: path(points(unchanged.p50, start)) }, curves);
    svg("path", { class: "forecast", d: path(points(forecast.p50, start)) }, curves);
    if (forecast.p50.length === 1) dot(curves, points(forecast.p50, start)[0], "dot-forecast");
    for (const run of runs(measured)) svg("path", { class: "measured", d: path(run.map(([index, value]) => [this.x(index), this.y(value)])) }, curves);
    measured.forEach((value, index) => {
      if (value !== null) dot(curves, [this.x(index), this.y(value)], "dot");
    });
  }

  drawAim(picture) {
    const { aim, aimText } = this.data;
    if (!aim) return;
    const group = svg("g", { "aria-hidden": "true" }, picture);
    const [x, y] = [this.x(aim.month), this.y(aim.value)];
    svg("line", { class: "aim", x1: this.area.left, x2: this.area.right, y1: y, y2: y }, group);
    svg("path", { class: "goal", d: diamond(x, y, 7) }, group);
    const above = y - this.area.top > 26;
    const end = x > this.area.right - 60;
    label(group, aimText, end ? x + 8 : x, y + (above ? -13 : 22), end ? "end" : "middle").classList.add("aim-text");
  }

  listen(picture) {
    const last = this.data.months.length - 1;
    const month = (event) => {
      const box = picture.getBoundingClientRect();
      const along = (event.clientX - box.left) * (this.width / box.width) - this.area.left;
      const share = along / (this.area.right - this.area.left);
      return Math.min(last, Math.max(0, Math.round(share * last)));
    };
    picture.addEventListener("pointermove", (event) => this.read(month(event)));
    picture.addEventListener("pointerdown", (event) => this.read(month(event)));
    picture.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.read(null);
    });
    picture.addEventListener("blur", () => this.read(null));
    picture.addEventListener("keydown", (event) => {
      const from = this.at ?? this.data.start;
      const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
      if (event.key === "Escape") this.read(null);
      else if (to !== undefined) this.read(Math.min(last, Math.max(0, to)));
      else return;
      event.preventDefault();
    });
  }

  // Show the values of a month; null shows none.
  read(month) {
    this.at = month;
    this.cursor.replaceChildren();
    if (month === null) {
      this.readout.replaceChildren();
      html("span", "hint", this.readout).textContent = this.data.words.how;
      return;
    }
    const { start, measured, forecast, longMonths, readings } = this.data;
    const x = this.x(month);
    svg("line", { x1: x, x2: x, y1: this.area.top, y2: this.area.bottom }, this.cursor);
    const value = month < start ? measured[month] : forecast.p50[month - start];
    if (typeof value === "number") dot(this.cursor, [x, this.y(value)], "here");
    this.readout.replaceChildren();
    html("strong", "", this.readout).textContent = longMonths[month];
    for (const [word, text] of readings[month]) {
      const pair = html("span", "pair", this.readout);
      html("span", "word", pair).textContent = word;
      html("span", "value", pair).textContent = text;
    }
  }
}

function path(points, first = "M") {
  return points.map(([x, y], index) => `${index ? "L" : first}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

function diamond(x, y, size) {
  return `M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`;
}

// The stretches of months without a gap.
function runs(values) {
  const found = [[]];
  values.forEach((value, index) => {
    if (value === null) found.push([]);
    else found.at(-1).push([index, value]);
  });
  return found.filter((run) => run.length > 1);
}

function dot(parent, [cx, cy], kind) {
  svg("circle", { class: kind, cx, cy, r: kind === "here" ? 5 : 3 }, parent);
}

function label(parent, text, x, y, anchor) {
  const node = svg("text", { x, y, "text-anchor": anchor }, parent);
  node.textContent = text;
  return node;
}

function html(name, kind, parent) {
  const node = document.createElement(name);
  if (kind) node.className = kind;
  parent?.append(node);
  return node;
}

function svg(name, attributes, parent) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent?.append(node);
  return node;
}
