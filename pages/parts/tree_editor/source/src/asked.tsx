// Which of the dialogs is open, and what wish each ends in.

import { useSyncExternalStore } from "react";
import type { Metric, Op, Point } from "./contract";
import type { Desk } from "./desk";
import { Adding, Connecting, Finding, Keys, Leaving, Rewriting } from "./dialogs";
import { fresh } from "./keys";

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

export function Asked({ dialog, desk, close, jump, add, gone }: Given) {
  const { data, graph } = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const metric = (id: string) => graph.nodes.find((node) => node.id === id) as Metric;
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
    case "leaving":
      return (
        <Leaving
          desk={desk}
          ids={[...dialog.metrics, ...dialog.links]}
          names={dialog.metrics.map((id) => metric(id)?.name ?? id)}
          close={close}
          remove={() => {
            gone();
            done({ kind: "remove", metrics: dialog.metrics, links: dialog.links });
          }}
        />
      );
    case "connecting":
      return <Connecting desk={desk} from={metric(dialog.from)} to={metric(dialog.to)} close={close} connect={done} />;
    case "rewriting":
      return (
        <Rewriting
          desk={desk}
          from={metric(dialog.from)}
          to={metric(dialog.to)}
          close={close}
          save={(formula) => {
            gone();
            done({ kind: "formula", id: dialog.to, from: dialog.from, formula });
          }}
        />
      );
    case "finding":
      return <Finding graph={graph} words={data.words} close={close} jump={leap} />;
    case "keys":
      return <Keys words={data.words} close={close} />;
  }
}
