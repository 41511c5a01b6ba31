// Two fingers that begin on boxes: React Flow lets them come closer on the bare map alone. A box that
// the first of them has begun to drag goes back to its place, wherever the second one came down:
// React Flow lets go of it without a word.

import { useEffect, type RefObject } from "react";
import { FARTHEST, NEAREST, type Flow } from "./view";

interface Begun {
  apart: number;
  zoom: number;
  at: { x: number; y: number };
}

function spread({ touches: [one, other] }: TouchEvent) {
  const [x, y] = [(one!.clientX + other!.clientX) / 2, (one!.clientY + other!.clientY) / 2];
  return { x, y, apart: Math.hypot(one!.clientX - other!.clientX, one!.clientY - other!.clientY) };
}

export function usePinch(flow: Flow, sheet: RefObject<HTMLElement | null>, over: () => void): void {
  useEffect(() => {
    const place = sheet.current!;
    let begun: Begun | null = null;
    const start = (event: TouchEvent) => {
      const onBox = [...event.touches].some(({ target }) => (target as Element).closest?.(".react-flow__node"));
      if (event.touches.length !== 2 || !onBox) return;
      const { x, y, apart } = spread(event);
      begun = { apart, zoom: flow.getZoom(), at: flow.screenToFlowPosition({ x, y }) };
    };
    const move = (event: TouchEvent) => {
      if (!begun || event.touches.length !== 2) return;
      event.preventDefault();
      const { x, y, apart } = spread(event);
      const { left, top } = place.getBoundingClientRect();
      const zoom = Math.min(NEAREST, Math.max(FARTHEST, (begun.zoom * apart) / begun.apart));
      void flow.setViewport({ x: x - left - begun.at.x * zoom, y: y - top - begun.at.y * zoom, zoom });
    };
    let crowded = false;
    const more = (event: TouchEvent) => {
      crowded ||= event.touches.length > 1;
    };
    const end = (event: TouchEvent) => {
      if (event.touches.length < 2) begun = null;
      if (event.touches.length || !crowded) return;
      crowded = false;
      window.setTimeout(over, 0);
    };
    place.addEventListener("touchstart", start, { passive: true, capture: true });
    place.addEventListener("touchmove", move, { passive: false, capture: true });
    window.addEventListener("touchstart", more, { passive: true, capture: true });
    window.addEventListener("touchend", end, true);
    window.addEventListener("touchcancel", end, true);
    return () => {
      place.removeEventListener("touchstart", start, true);
      place.removeEventListener("touchmove", move, true);
      window.removeEventListener("touchstart", more, true);
      window.removeEventListener("touchend", end, true);
      window.removeEventListener("touchcancel", end, true);
    };
  }, [flow, over, sheet]);
}
