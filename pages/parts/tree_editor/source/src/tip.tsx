// What is known of a metric or a link, in words, beside the pointer.

import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Graph } from "./contract";

export interface Told {
  kind: "metric" | "link";
  id: string;
  x: number;
  y: number;
}

interface Props {
  told: Told;
  graph: Graph;
  words: Record<string, string>;
  root: RefObject<HTMLDivElement | null>;
}

export function Tip({ told, graph, words, root }: Props) {
  const node = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<[number, number]>([-9999, 0]);
  useLayoutEffect(() => {
    const sheet = root.current?.querySelector(".sheet")?.getBoundingClientRect();
    const own = node.current;
    if (!sheet || !own) return;
    const left = Math.min(Math.max(8, told.x - sheet.left + 14), sheet.width - own.offsetWidth - 8);
    const below = told.y - sheet.top + 18;
    const top = below + own.offsetHeight < sheet.height ? below : Math.max(8, told.y - sheet.top - own.offsetHeight - 14);
    setAt([left, top]);
  }, [told, root]);
  const metric = told.kind === "metric" ? graph.nodes.find(({ id }) => id === told.id) : undefined;
  const link = told.kind === "link" ? graph.edges.find(({ id }) => id === told.id) : undefined;
  const layer = metric && graph.layers.find(({ id }) => id === metric.layer)?.word;
  const facts = metric && [layer, metric.value, metric.owner, metric.apart ? words.unlinked : ""].filter(Boolean).join(" · ");
  const lines = metric
    ? [metric.future?.ends ?? "", ...metric.goals.map(({ name, told: odds }) => [name, odds].filter(Boolean).join(": ")), ...metric.told]
    : (link?.told ?? []);
  if (!metric && !link) return null;
  return (
    <div ref={node} className="telling" aria-hidden="true" style={{ transform: `translate(${at[0]}px, ${at[1]}px)` }}>
      <strong>{metric?.name ?? link?.title}</strong>
      {facts && <small>{facts}</small>}
      {lines.filter(Boolean).map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  );
}
