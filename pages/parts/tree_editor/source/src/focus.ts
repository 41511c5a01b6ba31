// Where keys go when what had the focus goes away: a map that has lost it is dead to them.

import { useEffect, useRef, type RefObject } from "react";
import type { Graph } from "./contract";
import { nearest } from "./keys";
import type { Made } from "./naming";
import { focusOn } from "./view";

// The box that takes the place of one that has gone: what it moved, what moved it, or the nearest.
export function heir(before: Graph, now: Graph, gone: string): string | null {
  const left = new Map(now.nodes.map((node) => [node.id, node]));
  const beside = [
    ...before.edges.flatMap(({ from, to }) => (from === gone ? [to] : [])),
    ...before.edges.flatMap(({ from, to }) => (to === gone ? [from] : [])),
  ];
  const old = before.nodes.find(({ id }) => id === gone);
  return beside.find((id) => left.has(id)) ?? (old ? nearest(old, now.nodes, 1) : (now.nodes[0]?.id ?? null));
}

interface Given {
  focus: string | null;
  setFocus: (id: string | null) => void;
  graph: Graph;
  hidden: ReadonlyMap<string, string>;
  made: Made;
}

const FRAMES = 30;

export function useFocusKept(root: RefObject<HTMLElement | null>, { focus, setFocus, graph, hidden, made }: Given): void {
  // A box that had the focus and goes away hands it on.
  const stood = useRef(graph);
  useEffect(() => {
    const before = stood.current;
    stood.current = graph;
    if (!focus || (!hidden.has(focus) && graph.nodes.some(({ id }) => id === focus))) return;
    setFocus(hidden.get(focus) ?? heir(before, graph, focus));
  }, [focus, graph, hidden, setFocus]);
  const here = useRef(false);
  useEffect(() => {
    const follow = (event: Event) => {
      here.current = Boolean(root.current && event.composedPath().includes(root.current));
    };
    document.addEventListener("focusin", follow, true);
    document.addEventListener("pointerdown", follow, true);
    return () => {
      document.removeEventListener("focusin", follow, true);
      document.removeEventListener("pointerdown", follow, true);
    };
  }, [root]);
  // Nothing tells that an element which had the focus has gone: it is looked for with each drawing, and for some frames
  // after the plan has named a box, which React Flow then draws anew.
  const lost = () => here.current && (!document.activeElement || document.activeElement === document.body);
  const again = () => (focus ? focusOn(root.current, focus) : root.current?.focus({ preventScroll: true }));
  useEffect(() => {
    if (lost()) again();
  });
  useEffect(() => {
    let [left, frame] = [FRAMES, 0];
    const look = () => {
      if (lost()) return again();
      left -= 1;
      if (left) frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [made]); // eslint-disable-line
}
