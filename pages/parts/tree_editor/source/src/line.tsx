// An edge: width by effect, dash by status, colour by evidence. It takes the way that Python has
// found for it as long as both its boxes stand where Python has put them.

import { EdgeLabelRenderer, useStoreApi, type Edge, type EdgeProps, type InternalNode } from "@xyflow/react";
import { memo } from "react";
import type { Link, Point } from "./contract";

export interface LineData extends Record<string, unknown> {
  link: Link;
  from: Point;
  to: Point;
}

export type LineEdge = Edge<LineData, "link">;

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const Line = memo(function Line({ source, target, data, selected }: EdgeProps<LineEdge>) {
  // Read and not listened to: React Flow draws a line anew whenever an end of it has moved.
  const { nodeLookup } = useStoreApi().getState();
  const from = rect(nodeLookup.get(source));
  const to = rect(nodeLookup.get(target));
  if (!data || !from || !to) return null;
  const { link } = data;
  const still = link.points.length > 1 && stands(from, data.from) && stands(to, data.to);
  const points = still ? link.points : between(from, to);
  const [path, tip] = curve(points);
  const kind = link.past ? "line past" : "line";
  const style = { "--own": link.colour || undefined, strokeWidth: link.width, strokeDasharray: link.dash || undefined } as React.CSSProperties;
  const [x, y] = middle(points);
  return (
    <>
      <path className="reach" d={path} />
      <path className={kind} d={path} style={style} />
      <path className={`tip ${kind}`} d={tip} style={style} />
      {link.badge && <circle className={`doubt ${link.badge}`} cx={x} cy={y} r={5} />}
      {selected && link.grade && (
        <EdgeLabelRenderer>
          <span className="word" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y - 16}px)` }}>
            {link.grade}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

function rect(node: InternalNode | undefined): Rect | null {
  if (!node) return null;
  const { x, y } = node.internals.positionAbsolute;
  return { x, y, width: node.width ?? node.measured.width ?? 0, height: node.height ?? node.measured.height ?? 0 };
}

function stands({ x, y }: Rect, at: Point): boolean {
  return Math.abs(x - at[0]) < 0.6 && Math.abs(y - at[1]) < 0.6;
}

function between(from: Rect, to: Rect): Point[] {
  const [up, down] = [from.y + from.height / 2, to.y + to.height / 2];
  if (to.x >= from.x + from.width) return [[from.x + from.width, up], [to.x, down]];
  if (from.x >= to.x + to.width) return [[from.x, up], [to.x + to.width, down]];
  const out = Math.max(from.x + from.width, to.x + to.width);
  return [[out, up], [out, down]];
}

// Inside a column an edge leaves and arrives at the right.
function bowed(points: readonly Point[]): boolean {
  return points.length === 2 && points[0]![0] === points[1]![0];
}

function reach([left, up]: Point, [right, down]: Point): number {
  return Math.max(left, right) + Math.min(16 + Math.abs(down - up) / 7, 58);
}

// A curve that leaves and arrives level, and the triangle at its end.
export function curve(points: readonly Point[]): [string, string] {
  const [left, up] = points[0]!;
  const [right, down] = points.at(-1)!;
  const before = points.at(-2)!;
  if (bowed(points)) {
    const out = reach(points[0]!, points.at(-1)!);
    return [`M${left} ${up}C${out} ${up} ${out} ${down} ${right + 7} ${down}`, `M${right} ${down}l8 -4.5v9Z`];
  }
  const side = Math.sign(right - before[0]) || 1;
  const line: Point[] = [...points.slice(0, -1), [right - 7 * side, down]];
  let d = `M${left} ${up}`;
  for (let at = 1; at < line.length; at += 1) {
    const [x1, y1] = line[at - 1]!;
    const [x2, y2] = line[at]!;
    const half = (x1 + x2) / 2;
    d += y1 === y2 ? `H${x2}` : `C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
  }
  return [d, `M${right} ${down}l${-8 * side} -4.5v9Z`];
}

function middle(points: readonly Point[]): Point {
  const [start, end] = [points[0]!, points.at(-1)!];
  if (bowed(points)) return [(start[0] + end[0] + 6 * reach(start, end)) / 8, (start[1] + end[1]) / 2];
  const at = Math.floor((points.length - 1) / 2);
  const [x1, y1] = points[at]!;
  const [x2, y2] = points[at + 1] ?? points[at]!;
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}
