// The boxes as React Flow holds them, and which of them are chosen.

import { applyNodeChanges, useStoreApi, type NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { BoxNode } from "./box";
import type { LineEdge } from "./line";

export type Change = (next: (before: BoxNode[]) => BoxNode[]) => void;

export function useBoxes(first: () => BoxNode[]) {
  const [nodes, setNodes] = useState(first);
  // While boxes are dragged only React Flow knows where they are: a frame draws them, and no more.
  const store = useStoreApi<BoxNode, LineEdge>();
  const newest = useRef(nodes);
  const change: Change = useCallback((next) => {
    newest.current = next(newest.current);
    setNodes(newest.current);
  }, []);
  const flowed = useCallback((changes: NodeChange<BoxNode>[]) => {
    newest.current = applyNodeChanges(changes.filter(({ type }) => type !== "remove"), newest.current);
    if (changes.every((each) => each.type === "position" && each.dragging)) store.getState().setNodes(newest.current);
    else setNodes(newest.current);
  }, [store]);
  const marked = nodes.filter((node) => node.selected).map(({ id }) => id).join(" ");
  const selected = useMemo(() => marked.split(" ").filter(Boolean), [marked]);
  const select = useCallback((ids: readonly string[]) => {
    change((before) => before.map((node) => mark(node, ids.includes(node.id))));
  }, [change]);
  return { nodes, newest, change, flowed, selected, select };
}

function mark(node: BoxNode, selected: boolean): BoxNode {
  return Boolean(node.selected) === selected ? node : { ...node, selected };
}
