// What is asked before an edit: which metric, whether it shall go; the search, and the keys.

import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Card, Combo, useAnswer, type Words } from "./card";
import type { Found, Graph } from "./contract";
import type { Desk } from "./desk";
import { said } from "./saying";

// ── Adding ─────────────────────────────────────────────────────────────────────────────────────

const OWN = "own:";

export function Adding({ desk, close, add }: { desk: Desk; close: () => void; add: (row: Found | null, name: string, layer: string) => void }) {
  const { data, graph } = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const { words } = data;
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState({ n: 0, words: "" });
  const [told, setTold] = useState<{ rows: Found[]; words: string }>({ rows: [], words: "" });
  const answer = useAnswer(desk, asked.n);
  useEffect(() => {
    const ask = () => setAsked({ n: desk.ask({ about: "catalogue", words: typed }), words: typed });
    const timer = window.setTimeout(ask, typed ? 180 : 0);
    return () => clearTimeout(timer);
  }, [desk, typed]);
  useEffect(() => {
    if (answer?.found) setTold({ rows: answer.found, words: asked.words });
  }, [answer]); // eslint-disable-line
  const layers = new Map(graph.layers.map((layer) => [layer.id, layer]));
  const name = typed.trim();
  const exact = told.rows.some((row) => plain(row.name) === plain(name));
  const own = name && !exact ? graph.layers.map((layer) => ({ id: OWN + layer.id, title: said(words.own, { name }), note: layer.word, mark: layer.mark, colour: layer.colour })) : [];
  const option = (row: Found) => ({
    id: row.id,
    title: row.name,
    note: row.there ? words.in_tree : row.note,
    mark: layers.get(row.layer)?.mark,
    colour: layers.get(row.layer)?.colour,
  });
  // What bears the typed words comes first; what the catalogue finds by its meaning comes after one's own.
  const bears = ({ name }: Found) => wordsIn(typed).every((word) => plain(name).includes(word));
  const [near, far] = [told.rows.filter(bears), told.rows.filter((row) => !bears(row))];
  const pick = (id: string) => {
    if (id.startsWith(OWN)) return add(null, name, id.slice(OWN.length));
    const row = told.rows.find((each) => each.id === id);
    if (row) add(row, row.name, row.layer);
  };
  return (
    <Card title={words.add ?? ""} close={close} words={words}>
      <Combo
        label={words.add_field ?? ""}
        options={[...near.map(option), ...own, ...far.map(option)]}
        late={told.words !== typed}
        typed={setTyped}
        pick={pick}
        empty={words.searching ?? ""}
      />
    </Card>
  );
}

// ── Searching the tree ─────────────────────────────────────────────────────────────────────────

export function Finding({ graph, words, close, jump }: { graph: Graph; words: Words; close: () => void; jump: (id: string) => void }) {
  const [typed, setTyped] = useState("");
  const layers = new Map(graph.layers.map((layer) => [layer.id, layer]));
  const options = useMemo(() => {
    const wanted = wordsIn(typed);
    return graph.nodes
      .filter(({ name, owner, layer }) => wanted.every((word) => plain(`${name} ${owner} ${layers.get(layer)?.word}`).includes(word)))
      .slice(0, 30)
      .map((node) => ({ id: node.id, title: node.name, note: layers.get(node.layer)?.word, mark: layers.get(node.layer)?.mark, colour: layers.get(node.layer)?.colour }));
  }, [graph, typed]);
  return (
    <Card title={words.find ?? ""} close={close} words={words}>
      <Combo label={words.find_field ?? ""} options={options} typed={setTyped} pick={jump} empty={words.not_found ?? ""} />
    </Card>
  );
}

function plain(text: string): string {
  return text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

function wordsIn(text: string): string[] {
  return plain(text).split(/\s+/).filter(Boolean);
}

// ── Removing ───────────────────────────────────────────────────────────────────────────────────

export function Leaving({ desk, ids, names, close, remove }: { desk: Desk; ids: string[]; names: string[]; close: () => void; remove: () => void }) {
  const { words } = desk.seen.data;
  const [asked, setAsked] = useState(0);
  useEffect(() => setAsked(desk.ask({ about: "leaving", ids })), [desk, ids.join()]); // eslint-disable-line
  const answer = useAnswer(desk, asked);
  const title = names.length ? said(words.leaving, { names: names.join(", ") }) : (words.leaving_link ?? "");
  return (
    <Card title={title} close={close} words={words}>
      <ul className="goes">
        {(answer?.words ?? []).map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
      <div className="row end">
        <button type="button" className="button" onClick={close}>{words.keep_it}</button>
        <button type="button" className="button strong" onClick={remove} disabled={!answer}>{words.remove_now}</button>
      </div>
    </Card>
  );
}

// ── Keys ───────────────────────────────────────────────────────────────────────────────────────

export function Keys({ words, close }: { words: Words; close: () => void }) {
  const rows = Object.entries(words).filter(([name]) => name.startsWith("key:"));
  return (
    <Card title={words.keys ?? ""} close={close} words={words}>
      <dl className="keys" tabIndex={0}>
        {rows.map(([name, word]) => (
          <div key={name}>
            <dt>{name.slice(4).split(" ").map((key) => <kbd key={key}>{words[`name:${key}`] ?? key}</kbd>)}</dt>
            <dd>{word}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
