// A lever's target: the map answers while it is moved; where it rests, that is the edit.

import { useEffect, useRef, useState } from "react";
import { written } from "../../../levers/frontend/numbers.js";
import type { Dial, Snapshot } from "./contract";
import type { Desk } from "./desk";
import { useSteady } from "./steady";

const RESTED = 600; // milliseconds after the last key: many steps are one edit

export function Slider({ dial, data, desk }: { dial: Dial; data: Snapshot; desk: Desk }) {
  const [value, setValue] = useState(dial.value);
  const [held, setHeld] = useState(false);
  const timer = useRef(0);
  const pressed = useRef(false);
  useEffect(() => {
    if (!held) setValue(dial.value);
  }, [dial.value, held]);
  const { rest, later, follow } = useSteady({
    rest: () => {
      clearTimeout(timer.current);
      pressed.current = false;
      if (!held) return;
      setHeld(false);
      if (value === dial.value) desk.unforesee();
      else desk.wish({ kind: "target", scenario: data.scenario!.id, id: dial.id, value });
    },
    later: () => {
      clearTimeout(timer.current);
      timer.current = window.setTimeout(rest, RESTED);
    },
    follow: (wanted: number) => {
      const near = Number((Math.round(wanted / dial.step) * dial.step).toPrecision(12));
      const now = Math.min(dial.high, Math.max(dial.low, near));
      setValue(now);
      setHeld(true);
      desk.foresee(dial.id, now);
      if (!pressed.current) later();
    },
  });
  // What was moved counts, also where the box is left at once.
  useEffect(() => {
    const leave = desk.restful(rest);
    window.addEventListener("pagehide", rest);
    return () => {
      leave();
      window.removeEventListener("pagehide", rest);
      rest();
    };
  }, [desk, rest]);
  const told = written(value, dial, data);
  return (
    <label className="dial">
      <span>{data.words.target}</span>
      <output>{told}</output>
      <input
        type="range"
        min={dial.low}
        max={dial.high}
        step={dial.step}
        value={value}
        aria-label={`${data.words.target}: ${dial.name}`}
        aria-valuetext={told}
        onPointerDown={() => {
          pressed.current = true;
          setHeld(true);
        }}
        onPointerUp={rest}
        onPointerCancel={rest}
        onBlur={rest}
        onChange={(event) => follow(Number(event.target.value))}
      />
    </label>
  );
}
