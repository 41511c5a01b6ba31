// The sheet that the map lies on: how it opens, how it is fitted, full of the screen or not.

import type { Viewport } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Metric } from "./contract";
import { FIT, opening, shape, type Flow } from "./view";

export function useSheet(flow: Flow, root: RefObject<HTMLDivElement | null>, metrics: readonly Metric[], count: number) {
  const [ratio] = useState(() => shape(metrics));
  const [full, setFull] = useState(false);
  const fit = useCallback(() => void flow.fitView(FIT), [flow]);
  // It is measured first, so that the map is drawn once, and in its place.
  const sheet = useRef<HTMLDivElement>(null);
  const [start, setStart] = useState<Viewport | null>(null);
  const empty = useRef(!metrics.length);
  useLayoutEffect(() => setStart(opening(metrics, sheet.current!.clientWidth, sheet.current!.clientHeight)), []);
  // React Flow's mark stays in sight, as its licence asks; keys pass it by.
  useEffect(() => {
    const mark = root.current?.querySelector<HTMLElement>(".react-flow__attribution a");
    if (mark) Object.assign(mark, { tabIndex: -1, lang: "en" });
  }, [root, start]);
  useEffect(() => {
    if (!count || !empty.current) return;
    empty.current = false;
    requestAnimationFrame(fit);
  }, [count, fit]);
  useEffect(() => {
    const changed = () => {
      setFull(Boolean(document.fullscreenElement));
      requestAnimationFrame(() => requestAnimationFrame(fit));
    };
    const node = root.current;
    node?.addEventListener("fullscreenchange", changed);
    return () => node?.removeEventListener("fullscreenchange", changed);
  }, [fit]);
  const filled = () => {
    const node = root.current;
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (node?.requestFullscreen) void node.requestFullscreen().catch(() => {});
    else {
      // A phone whose browser knows no full screen but for films: the map takes the whole page.
      setFull((before) => !before);
      requestAnimationFrame(() => requestAnimationFrame(fit));
    }
  };
  return { sheet, start, ratio, full, filled, fit };
}
