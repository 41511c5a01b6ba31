// How one metric may move another: an influence, as the library knows it, or a formula.

import { useEffect, useRef, useState } from "react";
import { Card, useAnswer } from "./card";
import type { Answer, Metric, Op } from "./contract";
import type { Desk } from "./desk";
import { said } from "./saying";

export function Connecting({ desk, from, to, close, connect }: { desk: Desk; from: Metric; to: Metric; close: () => void; connect: (op: Op) => void }) {
  const { words } = desk.seen.data;
  const [asked, setAsked] = useState(0);
  useEffect(() => setAsked(desk.ask({ about: "link", from: from.id, to: to.id })), [desk]); // eslint-disable-line
  const [library, setLibrary] = useState<NonNullable<Answer["library"]>>([]);
  const answer = useAnswer(desk, asked);
  useEffect(() => {
    if (answer?.library) setLibrary(answer.library);
  }, [answer]);
  const [writing, setWriting] = useState(false);
  const ends = { kind: "connect" as const, from: from.id, to: to.id };
  return (
    <Card title={`${from.name} → ${to.name}`} close={close} words={words}>
      <div className="ways">
        <button type="button" className="way" data-first onClick={() => connect({ ...ends, as: "influence" })}>
          <b>{words.as_influence}</b>
          <small>{words.as_influence_why}</small>
        </button>
        {library.map((row) => (
          <button key={row.id} type="button" className="way" onClick={() => connect({ ...ends, as: "library", row: row.id })}>
            <b>{words.as_library}</b>
            <small>{row.words}</small>
          </button>
        ))}
        <button type="button" className="way" onClick={() => setWriting(true)} aria-expanded={writing}>
          <b>{words.as_formula}</b>
          <small>{words.as_formula_why}</small>
        </button>
      </div>
      {writing && <Formula desk={desk} from={from} to={to} joins close={close} save={(formula) => connect({ ...ends, as: "formula", formula })} />}
    </Card>
  );
}

// ── A formula ──────────────────────────────────────────────────────────────────────────────────

// An edge of a formula goes where the formula changes.
export function Rewriting(given: { desk: Desk; from: Metric; to: Metric; close: () => void; save: (formula: string) => void }) {
  const { desk, from, to, close } = given;
  const { words } = desk.seen.data;
  const title = said(words.leaving_formula, { driver: from.name, outcome: to.name });
  return (
    <Card title={title} close={close} words={words}>
      <Formula {...given} joins={false} />
    </Card>
  );
}

// How a formula would read with a driver or without it, to be changed further, and what would come of it.
function Formula({ desk, from, to, joins, close, save }: { desk: Desk; from: Metric; to: Metric; joins: boolean; close: () => void; save: (formula: string) => void }) {
  const { words } = desk.seen.data;
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const [told, setTold] = useState<Answer | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const answer = useAnswer(desk, asked);
  useEffect(() => {
    if (joins) field.current?.focus();
  }, [joins]);
  useEffect(() => {
    const ask = () => setAsked(desk.ask({ about: "formula", from: from.id, to: to.id, formula: typed, joins }));
    const timer = window.setTimeout(ask, typed === null ? 0 : 250);
    return () => clearTimeout(timer);
  }, [desk, from.id, to.id, typed, joins]);
  useEffect(() => {
    if (answer) setTold(answer);
  }, [answer]);
  const formula = typed ?? told?.formula ?? to.formula;
  const current = told?.legal && told.formula === formula.trim();
  return (
    <form
      className="ways"
      onSubmit={(event) => {
        event.preventDefault();
        if (current) save(formula.trim());
      }}
    >
      <input
        ref={field}
        className="field code"
        aria-label={said(words.formula_of, { name: to.name })}
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
  );
}
