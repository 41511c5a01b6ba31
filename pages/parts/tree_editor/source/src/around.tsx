// What stands around the boxes: tools, columns, the lane of the unlinked, the legend, and what can
// be done with the one that is chosen.

import { useInternalNode, useStore, useViewport, ViewportPortal } from "@xyflow/react";
import { memo, useLayoutEffect, useRef, useState } from "react";
import type { Graph, Link, Metric, Snapshot } from "./contract";
import type { Desk } from "./desk";
import { Tool } from "./icons";
import { said } from "./saying";
import { Slider } from "./slider";
import { bounds } from "./view";

type Words = Record<string, string>;

const LETTER = 7.6; // about as wide as a letter of a column's name
type Acts = Record<string, () => unknown>;

export const Tools = memo(function Tools({ act, words, linking, many, waiting, off }: { act: Acts; words: Words; linking: boolean; many: boolean; waiting: number; off: boolean }) {
  const tool = (name: Parameters<typeof Tool>[0]["shape"], extra = {}) => (
    <Tool shape={name} label={words[name] ?? ""} act={() => act[name]?.()} {...extra} />
  );
  return (
    <div className="bar" role="toolbar" aria-label={words.tools} inert={off}>
      <Tool shape="add" label={words.add ?? ""} act={() => act.add?.()} words />
      <Tool shape="link" label={words.link_tool ?? ""} act={() => act.link?.()} pressed={linking} words />
      {tool("find")}
      <span className="gap" />
      {tool("undo")}
      {tool("redo")}
      {tool("arrange")}
      <Tool shape="select" label={words.select ?? ""} act={() => act.many?.()} pressed={many} />
      <span className="gap" />
      {tool("farther")}
      {tool("closer")}
      {tool("fit")}
      {tool("full")}
      {tool("keys", { kind: "keyboard" })}
      <span className={`saving${waiting ? " open" : ""}`}>{waiting ? words.saving : ""}</span>
    </div>
  );
});

// The columns' names stay in sight above the map, in two rows where they are wider than columns.
export const Heads = memo(function Heads({ graph }: { graph: Graph }) {
  const { x, zoom } = useViewport();
  const layers = new Map(graph.layers.map((layer) => [layer.id, layer]));
  const { bands } = graph;
  const room = (at: number, rows: number) => {
    const [band, next] = [bands[at]!, bands[at + rows]];
    return ((next ? next.x - 20 : band.x + Math.max(band.width, 160 * rows)) - band.x) * zoom;
  };
  const long = (word = "") => word.length * LETTER + 26;
  const narrow = bands.some(({ layer }, at) => long(layers.get(layer)?.word) > room(at, 1));
  return (
    <div className={narrow ? "heads far" : "heads"}>
      {bands.map((band, at) => {
        const layer = layers.get(band.layer);
        const style = { left: x + band.x * zoom, width: Math.max(room(at, narrow ? 2 : 1), 18), top: narrow && at % 2 ? 19 : 0 };
        return (
          <div key={band.layer + band.x} className="head" style={style} title={layer?.word}>
            <span style={{ color: layer?.colour }} aria-hidden="true">{layer?.mark}</span> {layer?.word}
          </div>
        );
      })}
    </div>
  );
});

export const Marks = memo(function Marks({ graph, words }: { graph: Graph; words: Words }) {
  if (!graph.nodes.length) return null;
  const colours = new Map(graph.layers.map(({ id, colour }) => [id, colour]));
  const { left, right, ...high } = bounds(graph.nodes);
  const [top, bottom] = [high.top - 24, high.bottom + 24];
  const { lane } = graph;
  return (
    <ViewportPortal>
      {graph.bands.map((band) => (
        <div
          key={band.layer + band.x}
          className="band"
          style={{ transform: `translate(${band.x - 14}px, ${top}px)`, width: band.width + 28, height: bottom - top, "--own": colours.get(band.layer) } as React.CSSProperties}
        />
      ))}
      {lane && (
        <div className="lane" style={{ transform: `translate(${left - 14}px, ${lane.y + 14}px)`, width: right - left + 28 }}>
          <strong>{words.unlinked}</strong> {words.unlinked_why}
        </div>
      )}
    </ViewportPortal>
  );
});

const DASH: Record<string, string> = { hypothesis: "0.1 6", agreed: "9 6" };

export const Legend = memo(function Legend({ graph, words }: { graph: Graph; words: Words }) {
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
});

interface Given {
  metric: Metric;
  act: Acts;
  words: Words;
  data: Snapshot;
  desk: Desk;
  folded: boolean;
}

const NARROW = 640;
const HEADS = 44; // what the columns' names take

// Below the chosen box, inside the map; on a phone at its lower edge, or at its upper one where the
// box stands low.
export function Actions({ metric, act, words, data, desk, folded }: Given) {
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
    const low = high - offsetHeight - 34;
    setAt([
      Math.round(Math.max(8, Math.min(middle, wide - offsetWidth - 8))),
      Math.round(phone ? (down > low && up > HEADS + offsetHeight ? HEADS : low) : Math.max(40, Math.min(below, high - offsetHeight - 8))),
    ]);
  }, [at, x, y, zoom, wide, high, metric, data.scenario]);
  return (
    <div ref={bar} className="actions" role="toolbar" aria-label={metric.name} style={{ transform: `translate(${left}px, ${top}px)` }}>
      {metric.dial && data.scenario && (
        <Slider key={metric.id} dial={metric.dial} data={data} desk={desk} />
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
        <span className="count">{said(words.chosen, { n: String(count) })}</span>
        <Tool shape="copy" label={words.double ?? ""} act={() => act.double?.()} />
        <Tool shape="remove" label={words.remove ?? ""} act={() => act.remove?.()} />
      </div>
    </div>
  );
}

// What comes first, until the first link stands.
export const Hint = memo(function Hint({ graph, words }: { graph: Graph; words: Words }) {
  const { nodes, edges } = graph;
  if (!nodes.length) return <p className="nothing">{words.empty}</p>;
  if (edges.length) return null;
  return <p className="nothing low">{nodes.length === 1 ? words.one : words.loose}</p>;
});

// At the lower edge: what can be done with the edge that is chosen.
export function Edge({ link, act, words }: { link: Link; act: Acts; words: Words }) {
  return (
    <div className="actions many" role="toolbar" aria-label={link.title}>
      <div className="row">
        <span className="count">{link.title}</span>
        {link.formula && <Tool shape="rename" label={words.edit_formula ?? ""} act={() => act.rewrite?.()} />}
        <Tool shape="remove" label={words.remove ?? ""} act={() => act.remove?.()} />
      </div>
    </div>
  );
}
