import type { Graph, Link, Metric } from "../src/contract";

// A small graph from edges such as "a>b"; those named in `goals` have one.
export function graphOf(pairs: string[], goals: string[] = []): Graph {
  const ends = pairs.map((pair) => pair.split(">") as [string, string]);
  const ids = [...new Set(ends.flat())];
  return {
    version: 1,
    title: "Plan",
    currency: "EUR",
    nodes: ids.map((id, index) => metric(id, index * 200, goals.includes(id))),
    edges: ends.map(([from, to]) => link(from, to)),
    bands: [],
    lane: null,
    layers: [{ id: "social", word: "Social", mark: "●", colour: "#1F9F7B" }],
    scenario: null,
  };
}

function metric(id: string, x: number, aimed: boolean): Metric {
  const goal = { id: `goal_${id}`, name: "Goal", text: "", odds: "", share: null, told: "" };
  return {
    id, name: id, written: "", lines: [id], layer: "social", value: "", owner: "", initials: "", x, y: 0, width: 120, height: 80,
    kept: false, apart: false, formula: "", badge: null, told: [], goals: aimed ? [goal] : [], future: null, dial: null, aria: id,
  };
}

function link(from: string, to: string): Link {
  return {
    id: `${from}>${to}`, from, to, points: [], formula: false, past: false, links: [`${from}_${to}`], width: 1.6, dash: "",
    colour: "", grade: "", status: "hypothesis", badge: "", title: "", told: [], aria: "",
  };
}
