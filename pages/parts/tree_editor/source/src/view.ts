// What of the map is in sight, and where the focus is.

import type { useReactFlow, Viewport } from "@xyflow/react";
import type { BoxNode } from "./box";
import type { Metric } from "./contract";
import type { LineEdge } from "./line";

export type Flow = ReturnType<typeof useReactFlow<BoxNode, LineEdge>>;

// Room above for the columns' names, below for React Flow's mark.
const [ABOVE, SIDE, BELOW, MOST] = [44, 20, 30, 1.25];
export const FIT = { padding: { top: `${ABOVE}px`, right: `${SIDE}px`, bottom: `${BELOW}px`, left: `${SIDE}px` }, maxZoom: MOST } as const;
export const [FARTHEST, NEAREST] = [0.08, 2.2]; // how far and how near the map can be seen
export const LEGIBLE = 0.66; // below this zoom a name's letters are less than 11 pixels high
const NARROW = 640;

export interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function bounds(nodes: readonly Metric[]): Extent {
  return {
    left: Math.min(...nodes.map(({ x }) => x)),
    top: Math.min(...nodes.map(({ y }) => y)),
    right: Math.max(...nodes.map(({ x, width }) => x + width)),
    bottom: Math.max(...nodes.map(({ y, height }) => y + height)),
  };
}

export function extent(nodes: readonly Metric[]): Extent {
  const { left, top, right, bottom } = bounds(nodes);
  return { left: Math.min(0, left), top: Math.min(0, top), right: Math.max(1, right), bottom: Math.max(1, bottom) };
}

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// A box that has just been made stands on the sheet some frames later.
export function focusOn(root: HTMLElement | null, id: string, patience = 30): void {
  const found = root?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (found) found.focus({ preventScroll: true });
  else if (patience) requestAnimationFrame(() => focusOn(root, id, patience - 1));
}

// Height to width of the map as it is first drawn; the sheet keeps it.
export function shape(nodes: readonly Metric[]): number {
  const { left, top, right, bottom } = extent(nodes);
  return nodes.length > 8 ? (bottom - top + 90) / (right - left) : 0.5;
}

// A box comes into sight: with all others where it has just been made and all can be read, else at the size that was chosen.
export function reveal(flow: Flow, root: HTMLElement | null, node: Metric, made = false): void {
  const sheet = root?.querySelector(".sheet")?.getBoundingClientRect();
  if (!sheet) return;
  const { x, y } = flow.flowToScreenPosition({ x: node.x, y: node.y });
  const zoom = flow.getZoom();
  const inside = x > sheet.left && x + node.width * zoom < sheet.right && y > sheet.top + 36 && y + node.height * zoom < sheet.bottom;
  if (inside) return;
  const duration = calm() ? 0 : 240;
  const all = made ? whole(flow, sheet) : 0;
  if (all >= LEGIBLE && zoom <= MOST) void flow.fitView({ ...FIT, duration });
  else void flow.setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom, duration });
}

// How large all boxes would be drawn if they were all in sight.
function whole(flow: Flow, { width, height }: DOMRect): number {
  const all = flow.getNodesBounds(flow.getNodes());
  return Math.min((width - 2 * SIDE) / all.width, (height - ABOVE - BELOW) / all.height, MOST);
}

// The whole where it can be read; else its left end, where what we do begins, at middle height.
export function opening(nodes: readonly Metric[], wide: number, high: number): Viewport {
  if (!nodes.length || !wide || !high) return { x: 0, y: 0, zoom: 1 };
  const { left, top, right, bottom } = bounds(nodes);
  const room = { wide: wide - 2 * SIDE, high: high - ABOVE - BELOW };
  const whole = Math.min(room.wide / (right - left), room.high / (bottom - top), MOST);
  const least = wide < NARROW ? 0.62 : 0.34;
  if (whole >= least) {
    const x = SIDE + (room.wide - (right - left) * whole) / 2 - left * whole;
    return { x, y: ABOVE + (room.high - (bottom - top) * whole) / 2 - top * whole, zoom: whole };
  }
  const linked = nodes.filter(({ apart }) => !apart);
  const start = Math.min(...(linked.length ? linked : nodes).map(({ x }) => x)) - 20;
  const seen = (linked.length ? linked : nodes).filter(({ x }) => x < start + wide / least);
  const heights = seen.map(({ y, height }) => y + height / 2).sort((one, other) => one - other);
  return { x: -start * least, y: high / 2 - heights[heights.length >> 1]! * least, zoom: least };
}
