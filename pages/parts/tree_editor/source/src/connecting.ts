// A link that is being drawn: from where, and the loop that it would close.

import type { OnConnectEnd } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { Dialog } from "./asked";
import type { Graph } from "./contract";
import { loopWith } from "./graph";
import { useNamed, type Made } from "./naming";

export function useConnecting({ nodes, edges }: Graph, made: Made, ask: (dialog: Dialog) => void) {
  const [from, setFrom] = useNamed<string | null>(made, null);
  const [loop, setLoop] = useNamed<string[] | null>(made, null);
  const loopTo = useCallback((driver: string, outcome: string) => loopWith(edges, driver, outcome), [edges]);
  const join = useCallback(
    (driver: string, outcome: string) => {
      setFrom(null);
      const closed = loopTo(driver, outcome);
      setLoop(closed);
      if (closed) return;
      ask({ kind: "connecting", from: driver, to: outcome });
    },
    [ask, loopTo],
  );
  const valid = useCallback(
    (ends: { source: string | null; target: string | null }) => {
      const closed = ends.source && ends.target ? loopTo(ends.source, ends.target) : null;
      setLoop((before) => (closed?.join() === before?.join() ? before : closed));
      return !closed;
    },
    [loopTo],
  );
  const ended: OnConnectEnd = useCallback(() => {
    setFrom(null);
    window.setTimeout(() => setLoop(null), 1_600);
  }, []);
  useEffect(() => {
    if (!loop || from) return;
    const timer = window.setTimeout(() => setLoop(null), 4_000);
    return () => clearTimeout(timer);
  }, [loop, from]);
  // Somebody has removed the metric that the link begins at.
  const gone = from !== null && !nodes.some(({ id }) => id === from);
  useEffect(() => {
    if (gone) setFrom(null);
  }, [gone]);
  return { from: gone ? null : from, setFrom, loop, setLoop, loopTo, join, valid, ended };
}
