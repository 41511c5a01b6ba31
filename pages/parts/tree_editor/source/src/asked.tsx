// Which of the dialogs is open, and what wish each ends in.

import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Graph, Metric, Op, Point } from "./contract";
import type { Desk } from "./desk";
import { Adding, Finding, Keys, Leaving } from "./dialogs";
import { Connecting, Rewriting } from "./joining";
import { fresh, isFresh } from "./keys";
import { said } from "./saying";

export type Dialog =
  | { kind: "adding"; at: Point | null }
  | { kind: "leaving"; metrics: string[]; links: string[] }
  | { kind: "connecting"; from: string; to: string }
  | { kind: "rewriting"; from: string; to: string }
  | { kind: "finding" }
  | { kind: "keys" };

export type Added = Extract<Op, { kind: "add" }>;

interface Given {
  dialog: Dialog;
  desk: Desk;
  close: () => void;
  jump: (id: string) => void;
  add: (op: Omit<Added, "near">) => void;
  gone: () => void;
}

// The metrics that a dialog is about.
function about(dialog: Dialog): string[] {
  if (dialog.kind === "leaving") return dialog.metrics;
  return dialog.kind === "connecting" || dialog.kind === "rewriting" ? [dialog.from, dialog.to] : [];
}

export function Asked(given: Given) {
  const { dialog, desk, close } = given;
  const { data, graph } = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const metrics = new Map(graph.nodes.map((node) => [node.id, node]));
  // Somebody has removed what is being asked about: it is said, and nothing is asked any more.
  const names = useRef(new Map<string, string>());
  for (const id of about(dialog)) names.current.set(id, metrics.get(id)?.name ?? names.current.get(id) ?? id);
  const missing = about(dialog).filter((id) => !metrics.has(id));
  const left = dialog.kind === "leaving" && (dialog.links.length > 0 || missing.length < dialog.metrics.length);
  const gone = missing.length > 0 && !left;
  useEffect(() => {
    if (!gone) return;
    close();
    // What was never in the plan has been refused, and that is told already.
    const known = missing.filter((id) => !isFresh(id)).map((id) => names.current.get(id));
    if (known.length) desk.say(said(data.words.gone, { names: known.join(", ") }));
  }, [gone]); // eslint-disable-line
  return gone ? null : <Open {...given} graph={graph} metric={(id) => metrics.get(id)} />;
}

function Open({ dialog, desk, close, jump, add, gone, graph, metric }: Given & { graph: Graph; metric: (id: string) => Metric | undefined }) {
  const { words } = desk.seen.data;
  const done = (op: Op) => {
    desk.wish(op);
    close();
  };
  const leap = (id: string) => {
    close();
    jump(id);
  };
  switch (dialog.kind) {
    case "adding":
      return (
        <Adding
          desk={desk}
          close={close}
          add={(row, name, layer) => {
            if (row?.there) return leap(row.there);
            close();
            add({ kind: "add", id: fresh(), name, layer, at: dialog.at, catalogue: row?.id ?? "" });
          }}
        />
      );
    case "leaving": {
      const metrics = dialog.metrics.flatMap((id) => metric(id) ?? []);
      return (
        <Leaving
          desk={desk}
          ids={[...metrics.map(({ id }) => id), ...dialog.links]}
          names={metrics.map(({ name }) => name)}
          close={close}
          remove={() => {
            gone();
            done({ kind: "remove", metrics: metrics.map(({ id }) => id), links: dialog.links });
          }}
        />
      );
    }
    case "connecting": {
      const [from, to] = [metric(dialog.from), metric(dialog.to)];
      return from && to ? <Connecting desk={desk} from={from} to={to} close={close} connect={done} /> : null;
    }
    case "rewriting": {
      const [from, to] = [metric(dialog.from), metric(dialog.to)];
      return from && to ? (
        <Rewriting
          desk={desk}
          from={from}
          to={to}
          close={close}
          save={(formula) => {
            gone();
            done({ kind: "formula", id: dialog.to, from: dialog.from, formula });
          }}
        />
      ) : null;
    }
    case "finding":
      return <Finding graph={graph} words={words} close={close} jump={leap} />;
    case "keys":
      return <Keys words={words} close={close} />;
  }
}
