// Names that the browser made up become the plan's. Whatever is remembered by a name is read through this, so that nothing
// holds on to one that has gone.

import { useMemo, useState, type Dispatch, type SetStateAction } from "react";

export type Made = Readonly<Record<string, string>>;

// The plan's name of a metric. Objects know words such as "constructor" of themselves.
export function real(id: string, made: Made): string {
  return Object.hasOwn(made, id) ? made[id]! : id;
}

// A value with the plan's names in it.
export function named<Value>(value: Value, made: Made): Value {
  const every = Object.entries(made);
  if (!every.length || value === null) return value;
  const text = JSON.stringify(value);
  const known = every.filter(([name]) => text.includes(`"${name}"`));
  if (!known.length) return value;
  return JSON.parse(known.reduce((now, [name, real]) => now.replaceAll(`"${name}"`, `"${real}"`), text)) as Value;
}

export function useNamed<Value>(made: Made, first: Value | (() => Value)): [Value, Dispatch<SetStateAction<Value>>] {
  const [held, hold] = useState(first);
  return [useMemo(() => named(held, made), [held, made]), hold];
}
