// What is asked before an edit: which metric, how to connect, whether it shall go; and the search.

import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Answer, Found, Graph, Metric, Op } from "./contract";
import type { Desk } from "./desk";

type Words = Record<string, string>;

function Card({ title, close, children, words }: { title: string; close: () => void; children: ReactNode; words: Words }) {
  const card = useRef<HTMLDivElement>(null);
  const name = useId();
  useEffect(() => {
    const first = card.current?.querySelector<HTMLElement>("input, [data-first], button:not(.close, :disabled), [tabindex='0']");
    (first ?? card.current)?.focus();
  }, []);
  return (
    <div className="veil" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div
        ref={card}
        className="card"
        role="dialog"
        aria-modal="true"
        tabIndex={-1}
        aria-labelledby={name}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") close();
          if (event.key === "Tab") around(event, card.current);
        }}
      >
        <div className="top">
          <h3 id={name}>{title}</h3>
          <button type="button" className="tool close" aria-label={words.close} title={words.close} onClick={close}>×</button>
        </div>
        {children}
      </div>
    </div>
  );
}

// Tab stays inside the card.
function around(event: React.KeyboardEvent, card: HTMLElement | null): void {
  const every = [...(card?.querySelectorAll<HTMLElement>("input, select, button:not(:disabled), [tabindex='0']") ?? [])];
  const at = every.indexOf(event.target as HTMLElement);
  const next = every[(at + (event.shiftKey ? -1 : 1) + every.length) % every.length];
  next?.focus();
  event.preventDefault();
}

function useAnswer(desk: Desk, number: number) {
  const seen = useSyncExternalStore(desk.subscribe, desk.snapshot);
  return seen.data.answer?.n === number ? seen.data.answer : null;
}

interface Option {
  id: string;
  title: string;
  note?: string;
  mark?: string;
  colour?: string;
}

// A field with what it finds below: typed in the one, walked by arrows, chosen by Enter or a tap.
function Combo({ label, options, typed, pick, empty }: { label: string; options: Option[]; typed: (words: string) => void; pick: (id: string) => void; empty: string }) {
  // By its name: options that come later do not put another under the hand.
  const [at, setAt] = useState("");
  const list = useId();
  const chosen = Math.max(Math.min(0, options.length - 1), options.findIndex(({ id }) => id === at));
  const rows = useRef<HTMLDivElement>(null);
  useEffect(() => {
    rows.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <>
      <input
        className="field"
        type="text"
        role="combobox"
        aria-label={label}
        placeholder={label}
        aria-expanded={options.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={options.length ? `${list}-${chosen}` : undefined}
        autoComplete="off"
        maxLength={200}
        onChange={(event) => {
          setAt("");
          typed(event.target.value);
        }}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by) {
            event.preventDefault();
            setAt(options[Math.max(0, Math.min(options.length - 1, chosen + by))]?.id ?? "");
          } else if (event.key === "Enter" && options[chosen]) {
            event.preventDefault();
            pick(options[chosen].id);
          }
        }}
      />
      <div ref={rows} id={list} className="options" role="listbox" aria-label={label}>
        {options.map((option, index) => (
          <div
            key={option.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="option"
            onPointerMove={() => setAt(option.id)}
            onClick={() => pick(option.id)}
          >
            {option.mark && <i style={{ color: option.colour }} aria-hidden="true">{option.mark}</i>}
            <span>
              <b>{option.title}</b>
              {option.note && <small>{option.note}</small>}
            </span>
          </div>
        ))}
      </div>
      {!options.length && <p className="faint">{empty}</p>}
    </>
  );
}

// ── Adding ─────────────────────────────────────────────────────────────────────────────────────

const OWN = "own:";

export function Adding({ desk, close, add }: { desk: Desk; close: () => void; add: (row: Found | null, name: string, layer: string) => void }) {
  const { data, graph } = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const { words } = data;
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(0);
  const [rows, setRows] = useState<Found[]>([]);
  const answer = useAnswer(desk, asked);
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(desk.ask({ about: "catalogue", words: typed })), typed ? 180 : 0);
    return () => clearTimeout(timer);
  }, [desk, typed]);
  useEffect(() => {
    if (answer?.found) setRows(answer.found);
  }, [answer]);
  const layers = new Map(graph.layers.map((layer) => [layer.id, layer]));
  const name = typed.trim();
  const exact = rows.some((row) => row.name.toLocaleLowerCase() === name.toLocaleLowerCase());
  const own = name && !exact ? graph.layers.map((layer) => ({ id: OWN + layer.id, title: (words.own ?? "").replace("{name}", name), note: layer.word, mark: layer.mark, colour: layer.colour })) : [];
  const found = rows.map((row) => ({
    id: row.id,
    title: row.name,
    note: row.there ? words.in_tree : row.note,
    mark: layers.get(row.layer)?.mark,
    colour: layers.get(row.layer)?.colour,
  }));
  const pick = (id: string) => {
    if (id.startsWith(OWN)) return add(null, name, id.slice(OWN.length));
    const row = rows.find((each) => each.id === id);
    if (row) add(row, row.name, row.layer);
  };
  return (
    <Card title={words.add ?? ""} close={close} words={words}>
      <Combo label={words.add_field ?? ""} options={[...found, ...own]} typed={setTyped} pick={pick} empty={words.searching ?? ""} />
    </Card>
  );
}

// ── Searching the tree ─────────────────────────────────────────────────────────────────────────

export function Finding({ graph, words, close, jump }: { graph: Graph; words: Words; close: () => void; jump: (id: string) => void }) {
  const [typed, setTyped] = useState("");
  const layers = new Map(graph.layers.map((layer) => [layer.id, layer]));
  const options = useMemo(() => {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
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

// ── Removing ───────────────────────────────────────────────────────────────────────────────────

export function Leaving({ desk, ids, names, close, remove }: { desk: Desk; ids: string[]; names: string[]; close: () => void; remove: () => void }) {
  const { words } = desk.seen.data;
  const [asked, setAsked] = useState(0);
  useEffect(() => setAsked(desk.ask({ about: "leaving", ids })), [desk]); // eslint-disable-line
  const answer = useAnswer(desk, asked);
  const title = names.length ? (words.leaving ?? "").replace("{names}", names.join(", ")) : (words.leaving_link ?? "");
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

// ── Connecting ─────────────────────────────────────────────────────────────────────────────────

export function Connecting({ desk, from, to, close, connect }: { desk: Desk; from: Metric; to: Metric; close: () => void; connect: (op: Op) => void }) {
  const { words } = desk.seen.data;
  const [asked, setAsked] = useState(0);
  useEffect(() => setAsked(desk.ask({ about: "link", from: from.id, to: to.id })), [desk]); // eslint-disable-line
  const answer = useAnswer(desk, asked);
  const [formula, setFormula] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [formula === null]);
  const ends = { kind: "connect" as const, from: from.id, to: to.id };
  return (
    <Card title={`${from.name} → ${to.name}`} close={close} words={words}>
      <div className="ways">
        <button type="button" className="way" data-first onClick={() => connect({ ...ends, as: "influence" })}>
          <b>{words.as_influence}</b>
          <small>{words.as_influence_why}</small>
        </button>
        {(answer?.library ?? []).map((row) => (
          <button key={row.id} type="button" className="way" onClick={() => connect({ ...ends, as: "library", row: row.id })}>
            <b>{words.as_library}</b>
            <small>{row.words}</small>
          </button>
        ))}
        <button type="button" className="way" onClick={() => setFormula(answer?.formula || from.id)} disabled={!answer} aria-expanded={formula !== null}>
          <b>{words.as_formula}</b>
          <small>{words.as_formula_why}</small>
        </button>
      </div>
      {formula !== null && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            connect({ ...ends, as: "formula", formula });
          }}
        >
          <input ref={field} className="field code" aria-label={words.as_formula} value={formula} onChange={(event) => setFormula(event.target.value)} />
          <button type="submit" className="button strong">{words.save}</button>
        </form>
      )}
    </Card>
  );
}

// ── A formula ──────────────────────────────────────────────────────────────────────────────────

// An edge of a formula goes where the formula changes: how it would read without the driver, to be
// changed further, and what would come of it.
export function Rewriting({ desk, from, to, close, save }: { desk: Desk; from: Metric; to: Metric; close: () => void; save: (formula: string) => void }) {
  const { words } = desk.seen.data;
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const [told, setTold] = useState<Answer | null>(null);
  const answer = useAnswer(desk, asked);
  useEffect(() => {
    const ask = () => setAsked(desk.ask({ about: "formula", from: from.id, to: to.id, formula: typed }));
    const timer = window.setTimeout(ask, typed === null ? 0 : 250);
    return () => clearTimeout(timer);
  }, [desk, from.id, to.id, typed]);
  useEffect(() => {
    if (answer) setTold(answer);
  }, [answer]);
  const formula = typed ?? told?.formula ?? to.formula;
  const current = told?.legal && told.formula === formula.trim();
  const title = (words.leaving_formula ?? "").replace("{driver}", from.name).replace("{outcome}", to.name);
  return (
    <Card title={title} close={close} words={words}>
      <form
        className="ways"
        onSubmit={(event) => {
          event.preventDefault();
          if (current) save(formula.trim());
        }}
      >
        <input
          className="field code"
          aria-label={(words.formula_of ?? "").replace("{name}", to.name)}
          value={formula}
          maxLength={1_000}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ul className="goes" role="status">
          {(told?.words ?? []).map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
        <div className="row end">
          <button type="button" className="button" onClick={close}>{words.keep_it}</button>
          <button type="submit" className="button strong" disabled={!current}>{words.save}</button>
        </div>
      </form>
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
