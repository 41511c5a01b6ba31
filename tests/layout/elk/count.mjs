// How often edges cross in ELK's layered picture of trees: from boxes and edges on stdin to counts.
//
// In: {name: {boxes: {id: [width, height]}, edges: [[driver, outcome], …]}}, as `boxes.py` tells them.

import { readFileSync } from "node:fs";
import ELK from "elkjs";

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "POLYLINE",
};

const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
const cross = ([a, b], [c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

function segments({ sections }) {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => {
    const points = [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y]);
    return points.slice(1).map((point, at) => [points[at], point]);
  });
}

function crossings(edges) {
  const lines = edges.map(segments);
  let count = 0;
  lines.forEach((one, at) => {
    for (const other of lines.slice(at + 1)) {
      count += one.flatMap((a) => other.filter((b) => cross(a, b))).length;
    }
  });
  return count;
}

const elk = new ELK();
const counts = {};
for (const [name, { boxes, edges }] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const drawn = await elk.layout({
    id: "tree",
    layoutOptions: OPTIONS,
    children: Object.entries(boxes).map(([id, [width, height]]) => ({ id, width, height })),
    edges: edges.map(([from, to], at) => ({ id: `e${at}`, sources: [from], targets: [to] })),
  });
  counts[name] = crossings(drawn.edges);
}
const { version } = JSON.parse(readFileSync(new URL("node_modules/elkjs/package.json", import.meta.url), "utf8"));
console.log(JSON.stringify({ elkjs: version, options: OPTIONS, crossings: counts }, null, 2));
