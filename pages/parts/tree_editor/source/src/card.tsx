// What every dialog is made of: the card, the answer from Python, a field with what it finds.

import { useEffect, useId, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Desk } from "./desk";

export type Words = Record<string, string>;

export function Card({ title, close, children, words }: { title: string; close: () => void; children: ReactNode; words: Words }) {
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
          if (event.nativeEvent.isComposing) return;
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

export function useAnswer(desk: Desk, number: number) {
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
interface Choice {
  label: string;
  options: Option[];
  late?: boolean; // whether what is found does not answer to what is typed yet
  typed: (words: string) => void;
  pick: (id: string) => void;
  empty: string;
}

export function Combo({ label, options, late = false, typed, pick, empty }: Choice) {
  // By its name: options that come later do not put another under the hand.
  const [at, setAt] = useState("");
  const list = useId();
  const chosen = Math.max(Math.min(0, options.length - 1), options.findIndex(({ id }) => id === at));
  const rows = useRef<HTMLDivElement>(null);
  // Enter means the first that is found for what is typed: it waits for that.
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (!due || late) return;
    setDue(false);
    if (options[0]) pick(options[0].id);
  }, [due, late]); // eslint-disable-line
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
          setDue(false);
          typed(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by) {
            event.preventDefault();
            setAt(options[Math.max(0, Math.min(options.length - 1, chosen + by))]?.id ?? "");
          } else if (event.key === "Enter") {
            event.preventDefault();
            if (late && !at) setDue(true);
            else if (options[chosen]) pick(options[chosen].id);
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
