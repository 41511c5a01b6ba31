// Handlers that are always the newest and never change: for a new one React Flow would draw every
// box and every line again, in each frame of a drag.

import { useMemo, useRef } from "react";

type Handler = (...args: never[]) => unknown;

export function useSteady<Handlers extends { [Name in keyof Handlers]: Handler }>(now: Handlers): Handlers {
  const newest = useRef(now);
  newest.current = now;
  return useMemo(() => {
    const steady = (name: keyof Handlers) => (...args: never[]) => newest.current[name](...args);
    return Object.fromEntries(Object.keys(now).map((name) => [name, steady(name as keyof Handlers)])) as Handlers;
  }, []); // eslint-disable-line
}
