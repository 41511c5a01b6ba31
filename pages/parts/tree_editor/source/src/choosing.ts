// What is chosen, here and in the page around: either may choose, and the other follows.

import { useCallback, useEffect, useRef } from "react";
import type { Chosen } from "./contract";
import type { Desk } from "./desk";
import { useNamed } from "./naming";

const ECHO = 2_000;

export function useChoosing(desk: Desk, told: Chosen | null, select: (ids: readonly string[]) => void) {
  const [line, setLine] = useNamed<string | null>(desk.seen.data.made, told?.kind === "link" ? told.id : null);
  // What was chosen here comes back from Python, and what was chosen before that may come back first.
  const was = useRef<string>(JSON.stringify(told));
  const own = useRef({ chosen: "", until: 0 });
  const choose = useCallback(
    (chosen: Chosen | null) => {
      setLine(chosen?.kind === "link" ? chosen.id : null);
      const now = JSON.stringify(chosen);
      own.current = { chosen: now, until: now === was.current ? 0 : Date.now() + ECHO };
      desk.choose(chosen);
    },
    [desk],
  );
  useEffect(() => {
    const now = JSON.stringify(told);
    if (now === was.current) return;
    was.current = now;
    const echo = now === own.current.chosen;
    if (echo) own.current.until = 0;
    if (echo || Date.now() < own.current.until) return;
    setLine(told?.kind === "link" ? told.id : null);
    select(told?.kind === "metric" ? [told.id] : []);
  }, [told, select]);
  return { line, setLine, choose };
}
