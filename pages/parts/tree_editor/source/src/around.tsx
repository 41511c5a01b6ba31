// What stands around the boxes: tools, columns, the lane of the unlinked, the legend, and what can
// be done with the one that is chosen.

import { MiniMap, useInternalNode, useStore, useViewport, ViewportPortal } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { BoxNode } from "./box";
import type { Dial, Graph, Metric, Op, Snapshot } from "./contract";
import { Tool } from "./icons";

type Words = Record<string, string>;
type Acts = Record<string, () => unknown>;

export function Tools({ act, words, pressed, waiting }: { act: Acts; words: Words; pressed: { link: boolean; many: boolean }; waiting: number }) {
  const tool = (name: Parameters<typeof Tool>[0]["shape"], extra = {}) => (
    <Tool shape={name} label={words[name] ?? ""} act={() => act[name]?.()} {...extra} />
  );
  return (
    <div className="bar" role="toolbar" aria-label={words.tools}>
      <Tool shape="add" label={words.add ?? ""} act={() => act.add?.()} words />
      <Tool shape="link" label={words.link_tool ?? ""} act={() => act.link?.()} pressed={pressed.link} words />
      {tool("find")}
      <span className="gap" />
      {tool("undo")}
      {tool("redo")}
      {tool("arrange")}
      <Tool shape="select" label={words.select ?? ""} act={() => act.many?.()} pressed={pressed.many} />
      <span className="gap" />
      {tool("farther")}
      {tool("closer")}
      {tool("fit")}
      {tool("full")}
      {tool("keys")}
      <span className={`saving${waiting ? " open" : ""}`}>{waiting ? words.saving : ""}</span>
    </div>
  );
}

// The columns' names stay in sight above the map.
export function Heads({ graph }: { graph: Graph }) {
  const { x, zoom } = useViewport();
  const layers = new Map(graph.layers.map((layer) => [layer.id, layer]));
  return (
    <div className={zoom < 0.6 ? "heads far" : "heads"}>
      {graph.bands.map((band, index) => {
        const layer = layers.get(band.layer);
        const next = graph.bands[index + 1];
        const room = ((next ? next.x - 20 : band.x + Math.max(band.width, 160)) - band.x) * zoom;
        return (
          <div key={band.layer + band.x} className="head" style={{ left: x + band.x * zoom, width: Math.max(room, 18) }} title={layer?.word}>
            <span style={{ color: layer?.colour }} aria-hidden="true">{layer?.mark}</span> {layer?.word}
          </div>
        );
      })}
    </div>
  );
}

export function Marks({ graph, words }: { graph: Graph; words: Words }) {
  const colours = new Map(graph.layers.map(({ id, colour }) => [id, colour]));
  const top = Math.min(0, ...graph.nodes.map(({ y }) => y)) - 24;
  const bottom = Math.max(0, ...graph.nodes.map(({ y, height }) => y + height)) + 24;
  const [left, right] = [Math.min(0, ...graph.nodes.map(({ x }) => x)), Math.max(0, ...graph.nodes.map(({ x, width }) => x + width))];
  const { lane } = graph;
  return (
    <ViewportPortal>
      {graph.bands.map((band) => (
        <div
          key={band.layer + band.x}
          className="band"
          style={{ transform: `translate(${band.x - 14}px, ${top}px)`, width: band.width + 28, height: bottom - top, background: colours.get(band.layer) }}
        />
      ))}
      {lane && (
        <div className="lane" style={{ transform: `translate(${left - 14}px, ${lane.y + 14}px)`, width: right - left + 28 }}>
          <strong>{words.unlinked}</strong> {words.unlinked_why}
        </div>
      )}
    </ViewportPortal>
  );
}

const DASH: Record<string, string> = { hypothesis: "0.1 6", agreed: "9 6" };

// A small map, where the large one shows a part only.
export function Overview({ graph }: { graph: Graph }) {
  const right = Math.max(0, ...graph.nodes.map(({ x, width }) => x + width)) - Math.min(0, ...graph.nodes.map(({ x }) => x));
  const down = Math.max(0, ...graph.nodes.map(({ y, height }) => y + height)) - Math.min(0, ...graph.nodes.map(({ y }) => y));
  const part = useStore(({ width, height, transform: [, , zoom] }) => right * zoom > width + 4 || down * zoom > height + 4);
  if (!part) return null;
  return <MiniMap<BoxNode> pannable zoomable nodeColor={({ data }) => data.colour} position="bottom-right" style={{ width: 168, height: 100 }} />;
}

export function Legend({ graph, words }: { graph: Graph; words: Words }) {
  const grades = new Map(graph.edges.flatMap(({ grade, colour }) => (grade ? [[grade, colour] as const] : [])));
  const kinds = [
    ["formula", words.formula],
    ["hypothesis", words.hypothesis],
    ["agreed", words.agreed],
    ["measured", words.measured],
  ] as const;
  const used = new Set<string>(graph.edges.map(({ status }) => status));
  return (
    <div className="legend">
      {graph.scenario && <span className="under">{words.under}</span>}
      {kinds.filter(([kind]) => used.has(kind)).map(([kind, word]) => (
        <span key={kind} className="entry">
          <svg className="key" viewBox="0 0 30 12" aria-hidden="true"><path className="line" d="M1 6H29" style={{ strokeWidth: 2.5, strokeDasharray: DASH[kind] }} /></svg>
          {word}
        </span>
      ))}
      {[...grades].map(([word, colour]) => (
        <span key={word} className="entry">
          <svg className="key" viewBox="0 0 30 12" aria-hidden="true"><path className="line" d="M1 6H29" style={{ "--own": colour, strokeWidth: 4 } as React.CSSProperties} /></svg>
          {word}
        </span>
      ))}
    </div>
  );
}

interface Given {
  metric: Metric;
  act: Acts;
  words: Words;
  data: Snapshot;
  wish: (op: Op) => void;
  folded: boolean;
}

const NARROW = 640;

// Below the chosen box, inside the map; on a phone at its lower edge.
export function Actions({ metric, act, words, data, wish, folded }: Given) {
  const bar = useRef<HTMLDivElement>(null);
  const [[left, top], setAt] = useState<[number, number]>([-9999, 0]);
  const node = useInternalNode(metric.id);
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const [wide, high] = [useStore(({ width }) => width), useStore(({ height }) => height)];
  const at = node?.internals.positionAbsolute;
  useLayoutEffect(() => {
    if (!bar.current || !at) return;
    const { offsetWidth, offsetHeight } = bar.current;
    const [up, down] = [at.y * zoom + y, (at.y + metric.height) * zoom + y];
    const below = down + 10 + offsetHeight < high ? down + 10 : up - offsetHeight - 10;
    const middle = (at.x + metric.width / 2) * zoom + x - offsetWidth / 2;
    const phone = wide < NARROW;
    setAt([
      Math.round(Math.max(8, Math.min(middle, wide - offsetWidth - 8))),
      Math.round(phone ? high - offsetHeight - 34 : Math.max(40, Math.min(below, high - offsetHeight - 8))),
    ]);
  }, [at, x, y, zoom, wide, high, metric, data.scenario]);
  return (
    <div ref={bar} className="actions" role="toolbar" aria-label={metric.name} style={{ transform: `translate(${left}px, ${top}px)` }}>
      {metric.dial && data.scenario && (
        <Slider key={metric.id} dial={metric.dial} data={data} move={(value) => wish({ kind: "target", scenario: data.scenario!.id, id: metric.id, value })} />
      )}
      <div className="row">
        <Tool shape="rename" label={words.rename ?? ""} act={() => act.rename?.()} />
        <Tool shape="link" label={words.link_from ?? ""} act={() => act.link?.()} />
        <Tool shape="copy" label={words.double ?? ""} act={() => act.double?.()} />
        <Tool shape={folded ? "unfold" : "fold"} label={(folded ? words.unfold : words.fold) ?? ""} act={() => act.fold?.()} />
        <Tool shape="remove" label={words.remove ?? ""} act={() => act.remove?.()} />
      </div>
    </div>
  );
}

export function Many({ count, act, words }: { count: number; act: Acts; words: Words }) {
  return (
    <div className="actions many" role="toolbar" aria-label={words.chosen}>
      <div className="row">
        <span className="count">{(words.chosen ?? "").replace("{n}", String(count))}</span>
        <Tool shape="copy" label={words.double ?? ""} act={() => act.double?.()} />
        <Tool shape="remove" label={words.remove ?? ""} act={() => act.remove?.()} />
      </div>
    </div>
  );
}

// A lever's target: the value that is being tried shows at once, the answer comes from Python.
function Slider({ dial, data, move }: { dial: Dial; data: Snapshot; move: (value: number) => void }) {
  const [value, setValue] = useState(dial.value);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!held) setValue(dial.value);
  }, [dial.value, held]);
  const send = (now: number) => now !== dial.value && move(now);
  const snapped = (now: number) => Math.min(dial.high, Math.max(dial.low, Number((Math.round(now / dial.step) * dial.step).toPrecision(12))));
  const told = written(value, dial, data);
  return (
    <label className="dial">
      <span>{data.words.target}</span>
      <output>{told}</output>
      <input
        type="range"
        min={dial.low}
        max={dial.high}
        step={dial.step}
        value={value}
        aria-label={`${data.words.target}: ${dial.name}`}
        aria-valuetext={told}
        onPointerDown={() => setHeld(true)}
        onPointerUp={() => {
          setHeld(false);
          send(value);
        }}
        onChange={(event) => {
          const now = snapped(Number(event.target.value));
          setValue(now);
          if (!held) send(now);
        }}
      />
    </label>
  );
}

function written(value: number, { style, digits }: Dial, { language, currency }: Snapshot): string {
  const percent = style === "percent" || style === "change";
  const kind: Intl.NumberFormatOptions = {
    style: percent ? "percent" : style === "currency" ? "currency" : "decimal",
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
    ...(style === "currency" ? { currency } : {}),
    ...(style === "change" ? { signDisplay: "exceptZero" as const } : {}),
  };
  return new Intl.NumberFormat(language, kind).format(value).replace("-", "−");
}
