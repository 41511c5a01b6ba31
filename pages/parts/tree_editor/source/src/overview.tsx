// A small map, where the large one shows a part only; a press or a drag in it leads there. One path
// a layer and not one element a box: it costs the same for ten metrics as for a thousand.

import { useReactFlow, useStore } from "@xyflow/react";
import { memo, useMemo, useRef } from "react";
import type { Graph } from "./contract";
import { bounds, type Extent } from "./view";

const WIDE = 168;
const HIGH = 100;
const AROUND = 40;

interface Given {
  graph: Graph;
  words: Record<string, string>;
}

export const Overview = memo(function Overview({ graph, words }: Given) {
  const reach = useMemo(() => bounds(graph.nodes), [graph.nodes]);
  const { left, top, right, bottom } = reach;
  const part = useStore(({ width, height, transform: [, , zoom] }) => (right - left) * zoom > width + 4 || (bottom - top) * zoom > height + 4);
  return part && graph.nodes.length ? <Small graph={graph} words={words} reach={reach} /> : null;
});

function Small({ graph, words, reach }: Given & { reach: Extent }) {
  const flow = useReactFlow();
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const [wide, high] = [useStore(({ width }) => width), useStore(({ height }) => height)];
  const held = useRef(false);
  const room = Math.max((reach.right - reach.left + 2 * AROUND) / WIDE, (reach.bottom - reach.top + 2 * AROUND) / HIGH);
  const corner = [(reach.left + reach.right - WIDE * room) / 2, (reach.top + reach.bottom - HIGH * room) / 2] as const;
  const view = { x: -x / zoom, y: -y / zoom, width: wide / zoom, height: high / zoom };
  const boxes = useMemo(() => <Boxes graph={graph} />, [graph]);
  const lead = (event: React.PointerEvent<SVGSVGElement>) => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const large = (room * WIDE) / width; // it is drawn smaller on a phone
    void flow.setCenter(corner[0] + (event.clientX - left) * large, corner[1] + (event.clientY - top) * large, { zoom });
  };
  return (
    <svg
      className="overview"
      role="img"
      aria-label={words.minimap}
      width={WIDE}
      height={HIGH}
      viewBox={`${corner[0]} ${corner[1]} ${WIDE * room} ${HIGH * room}`}
      onPointerDown={(event) => {
        held.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        lead(event);
      }}
      onPointerMove={(event) => held.current && lead(event)}
      onPointerUp={() => (held.current = false)}
      onPointerCancel={() => (held.current = false)}
    >
      {boxes}
      <rect className="view" {...view} />
    </svg>
  );
}

const Boxes = memo(function Boxes({ graph }: { graph: Graph }) {
  return (
    <>
      {graph.layers.map(({ id, colour }) => (
        <path key={id} fill={colour} d={graph.nodes.flatMap(({ layer, x, y, width, height }) => (layer === id ? `M${x} ${y}h${width}v${height}h${-width}Z` : [])).join("")} />
      ))}
    </>
  );
});
