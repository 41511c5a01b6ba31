// Boxes that were asked for are chosen once they stand, and brought into sight; again where the plan has put them, unless
// the hand has gone elsewhere.

import { useCallback, useEffect, useRef, type RefObject } from "react";
import type { Metric } from "./contract";
import { real, type Made } from "./naming";
import { focusOn, reveal, type Flow } from "./view";

interface Given {
  flow: Flow;
  root: RefObject<HTMLElement | null>;
  metrics: ReadonlyMap<string, Metric>;
  made: Made;
  focus: string | null;
  setFocus: (id: string | null) => void;
  select: (ids: readonly string[]) => void;
}

export function useAwaited({ flow, root, metrics, made, focus, setFocus, select }: Given): (ids: readonly string[]) => void {
  const awaited = useRef<{ ids: readonly string[]; shown: boolean } | null>(null);
  useEffect(() => {
    if (!awaited.current) return;
    const { ids, shown } = awaited.current;
    const wanted = ids.map((id) => real(id, made));
    const there = wanted.flatMap((id) => metrics.get(id) ?? []);
    const [first, node] = [wanted[0]!, there[0]];
    const known = first !== ids[0];
    if (!node || there.length < wanted.length || (shown && !known)) return;
    awaited.current = known ? null : { ids, shown: true };
    if (shown && focus !== first) return;
    if (!shown) {
      setFocus(first);
      select(wanted);
    }
    requestAnimationFrame(() => {
      reveal(flow, root.current, node, true);
      if (!shown) focusOn(root.current, first);
    });
  }, [made, flow, focus, metrics, root, select, setFocus]);
  return useCallback((ids) => {
    awaited.current = ids.length ? { ids, shown: false } : null;
  }, []);
}
