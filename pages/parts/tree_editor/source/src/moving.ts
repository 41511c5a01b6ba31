// Boxes that hands and keys move: one wish, once they rest.

import { useCallback, useEffect, useRef, type RefObject } from "react";
import type { BoxNode } from "./box";
import type { Change } from "./boxes";
import type { Metric, Point } from "./contract";
import type { Desk } from "./desk";
import { useSteady } from "./steady";

const STEP = 12;
const NUDGED = 500;

interface Given {
  root: RefObject<HTMLElement | null>;
  metrics: ReadonlyMap<string, Metric>;
  newest: RefObject<BoxNode[]>;
  change: Change;
}

export function useMoving(desk: Desk, { root, metrics, newest, change }: Given) {
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
  // What keys have moved is wished for when they rest, and before anything else is done.
  const { flush } = useSteady({
    flush: () => {
      clearTimeout(nudge.current);
      const ids = [...moved.current];
      if (!ids.length) return;
      moved.current.clear();
      change((before) => before.map((node) => (ids.includes(node.id) ? { ...node, dragging: false } : node)));
      place(ids);
      desk.drag(false);
    },
  });
  const shove = useCallback(
    (ids: readonly string[], by: Point) => {
      change((before) =>
        before.map((node) =>
          ids.includes(node.id)
            ? { ...node, dragging: true, position: { x: node.position.x + by[0] * STEP, y: node.position.y + by[1] * STEP } }
            : node,
        ),
      );
      desk.drag(true);
      for (const id of ids) moved.current.add(id);
      clearTimeout(nudge.current);
      nudge.current = window.setTimeout(flush, NUDGED);
    },
    [change, desk, flush],
  );
  useEffect(() => {
    const editor = root.current!;
    editor.addEventListener("pointerdown", flush, true);
    editor.addEventListener("focusout", flush);
    window.addEventListener("pagehide", flush);
    return () => {
      editor.removeEventListener("pointerdown", flush, true);
      editor.removeEventListener("focusout", flush);
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush, root]);
  // A drag that two fingers have ended: boxes go back to where the plan has them.
  const { back } = useSteady({
    back: () => {
      const at = (id: string) => metrics.get(id);
      change((before) => before.map((node) => ({ ...node, dragging: false, position: { x: at(node.id)?.x ?? 0, y: at(node.id)?.y ?? 0 } })));
      desk.drag(false);
    },
  });
  return { place, shove, flush, back };
}
