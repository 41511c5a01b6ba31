// What the route tells of the next drawing, over the one that is known.

import type { Graph, Snapshot, Told } from "./contract";

// The next snapshot; null where the answer begins at a drawing that this is not.
export function changed(data: Snapshot, told: Told): Snapshot | null {
  if (told.drawing < data.drawing) return data;
  if (told.from && told.from !== data.drawing) return null;
  const { ack, refusals, made, drawing } = told;
  const before = told.from ? data : { nodes: [], edges: [] };
  return {
    ...data,
    ...told.rest,
    nodes: rows(before.nodes, told.nodes),
    edges: rows(before.edges, told.edges),
    ack,
    refusals,
    made,
    drawing,
  };
}

function rows<Row extends { id: string }>(before: readonly Row[], { order, changed }: { order: string[] | null; changed: Row[] }): Row[] {
  const known = new Map([...before, ...changed].map((row) => [row.id, row]));
  return (order ?? before.map(({ id }) => id)).map((id) => known.get(id)!);
}

// A run of the page that began before the route's last answer brings an older picture: the newer one stays. So does the same
// one, of which every box and line would be drawn again.
export function newer(data: Snapshot, known: Snapshot): Snapshot {
  if (!data.desk || data.desk !== known.desk || data.drawing > known.drawing) return data;
  const { version, title, currency, nodes, edges, bands, lane, layers, scenario } = known;
  const graph: Graph = { version, title, currency, nodes, edges, bands, lane, layers, scenario };
  const { ack, refusals, made, drawing } = data.drawing < known.drawing || data.ack < known.ack ? known : data;
  return { ...data, ...graph, ack, refusals, made, drawing };
}
