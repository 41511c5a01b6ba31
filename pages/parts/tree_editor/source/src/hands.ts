// What a mouse and fingers do on the map, and what it tells of what they rest on.

import type { Connection, EdgeMouseHandler, NodeMouseHandler, OnConnectEnd } from "@xyflow/react";
import { useRef, useState } from "react";
import type { Dialog } from "./asked";
import type { BoxNode } from "./box";
import type { useBoxes } from "./boxes";
import type { Desk } from "./desk";
import type { LineEdge } from "./line";
import { useSteady } from "./steady";
import type { Told } from "./tip";
import type { Flow } from "./view";

const PAUSE = { metric: 450, link: 120 }; // milliseconds of rest after which something is told
const HALF = [60, 40] as const; // of a box that is added: its middle comes where one points

interface Given {
  desk: Desk;
  flow: Flow;
  flowed: ReturnType<typeof useBoxes>["flowed"];
  place: (ids: readonly string[]) => void;
  back: () => void;
  pick: (id: string, more: boolean) => void;
  write: (id: string) => void;
  join: (driver: string, outcome: string) => void;
  valid: (ends: { source: string | null; target: string | null }) => boolean;
  ended: OnConnectEnd;
  setFrom: (id: string | null) => void;
  setDialog: (dialog: Dialog) => void;
  chooseLine: (id: string) => void;
  leave: () => void;
  many: boolean;
}

export function useHands(given: Given) {
  const { desk, flow, flowed, place, back, pick, write, join, valid, ended, setFrom, setDialog, chooseLine, leave, many } = given;
  const [told, setTold] = useState<Told | null>(null);
  const later = useRef(0);
  const tell = (now: Told | null) => {
    clearTimeout(later.current);
    if (!now) return setTold(null);
    later.current = window.setTimeout(() => setTold(now), PAUSE[now.kind]);
  };
  const over = (kind: Told["kind"]) => (event: React.MouseEvent, { id }: { id: string }) => tell({ kind, id, x: event.clientX, y: event.clientY });
  const moving = useRef(false);
  const drag = () => {
    moving.current = true;
    desk.drag(true);
    tell(null);
  };
  const placed = (dragged: readonly BoxNode[]) => {
    moving.current = false;
    place(dragged.map(({ id }) => id));
    desk.drag(false);
  };
  const begun = (_: unknown, { nodeId }: { nodeId: string | null }) => setFrom(nodeId);
  const hands = useSteady({
    onNodesChange: flowed,
    onNodeClick: (event: React.MouseEvent, { id }: BoxNode) => pick(id, many || event.shiftKey || event.ctrlKey || event.metaKey),
    onNodeDoubleClick: (_: unknown, { id }: BoxNode) => write(id),
    onEdgeClick: (_: unknown, { id }: LineEdge) => chooseLine(id),
    onPaneClick: leave,
    onNodeDragStart: drag,
    onNodeDragStop: (_: unknown, __: BoxNode, dragged: BoxNode[]) => placed(dragged),
    onSelectionDragStart: drag,
    onSelectionDragStop: (_: unknown, dragged: BoxNode[]) => placed(dragged),
    onConnectStart: begun,
    onClickConnectStart: begun,
    onConnect: ({ source, target }: Connection) => join(source, target),
    onConnectEnd: ended,
    onClickConnectEnd: ended,
    isValidConnection: valid,
    onNodeMouseEnter: over("metric") as NodeMouseHandler<BoxNode>,
    onNodeMouseLeave: () => tell(null),
    onEdgeMouseEnter: over("link") as EdgeMouseHandler<LineEdge>,
    onEdgeMouseLeave: () => tell(null),
    onDoubleClick: (event: React.MouseEvent) => {
      if (!(event.target as Element).classList.contains("react-flow__pane")) return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      setDialog({ kind: "adding", at: [Math.round(at.x - HALF[0]), Math.round(at.y - HALF[1])] });
    },
  });
  // A drag that React Flow has let go of without a word.
  const { broken } = useSteady({
    broken: () => {
      if (!moving.current) return;
      moving.current = false;
      back();
    },
  });
  return { hands, told, broken };
}
