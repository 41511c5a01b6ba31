// Boxes that hands and keys move: one wish, once they rest.

import { useCallback, useRef, type RefObject } from "react";
import type { BoxNode } from "./box";
import type { Change } from "./boxes";
import type { Metric, Point } from "./contract";
import type { Desk } from "./desk";

const STEP = 12;
const NUDGED = 500;

export function useMoving(desk: Desk, metrics: ReadonlyMap<string, Metric>, { newest, change }: { newest: RefObject<BoxNode[]>; change: Change }) {
  const nudge = useRef(0);
  const moved = useRef(new Set<string>());
  const place = useCallback(
    (ids: Iterable<string>) => {
      const places: Record<string, Point> = {};
      for (const id of ids) {
        const node = newest.current.find((each) => each.id === id);
        const metric = metrics.get(id);
        if (!node || !metric) continue;
        const at: Point = [Math.round(node.position.x), Math.round(node.position.y)];
        if (Math.abs(at[0] - metric.x) >= 1 || Math.abs(at[1] - metric.y) >= 1) places[id] = at;
      }
      if (Object.keys(places).length) desk.wish({ kind: "move", places });
    },
    [desk, metrics, newest],
  );
  const shove = useCallback(
    (ids: readonly string[], by: Point) => {
      change((before) =>
        before.map((node) =>
          ids.includes(node.id)
            ? { ...node, position: { x: node.position.x + by[0] * STEP, y: node.position.y + by[1] * STEP } }
            : node,
        ),
      );
      desk.drag(true);
      for (const id of ids) moved.current.add(id);
      clearTimeout(nudge.current);
      nudge.current = window.setTimeout(() => {
        place(moved.current);
        moved.current.clear();
        desk.drag(false);
      }, NUDGED);
    },
    [change, desk, place],
  );
  return { place, shove };
}
