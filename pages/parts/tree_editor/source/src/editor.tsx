// The map: what is seen, and what hands and keys do. Every edit is a wish that goes to the desk.

import { Background, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, useStore } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Box, type BoxNode } from "./box";
import { useBoxes } from "./boxes";
import { useAwaited } from "./awaiting";
import { useChoosing } from "./choosing";
import { useConnecting } from "./connecting";
import type { Link, Op, Point } from "./contract";
import type { Desk } from "./desk";
import { folded, lineage } from "./graph";
import { Line, type LineEdge } from "./line";
import { boxesOf, linesOf, type Lit } from "./drawing";
import { Asked, type Dialog } from "./asked";
import { Actions, Edge, Heads, Hint, Legend, Many, Marks, Tools } from "./around";
import { useFocusKept } from "./focus";
import { keepFolds, keptFolds } from "./folds";
import { useHands } from "./hands";
import { fresh, keyed, walk } from "./keys";
import { useMoving } from "./moving";
import { real, useNamed } from "./naming";
import { Overview } from "./overview";
import { usePinch } from "./pinch";
import { useSheet } from "./sheet";
import { useSteady } from "./steady";
import { Tip } from "./tip";
import { calm, FARTHEST, focusOn, LEGIBLE, NEAREST, reveal } from "./view";

const NODES = { metric: Box };
const LINES = { link: Line };
const WITH_KEY = ["Control", "Meta"];
const MORE_KEY = ["Control", "Meta", "Shift"];
const FAR = 0.25; // below this zoom a finger cannot tell a box from its handles

export function TreeEditor({ desk }: { desk: Desk }) {
  return (
    <ReactFlowProvider>
      <Map desk={desk} />
    </ReactFlowProvider>
  );
}

function Map({ desk }: { desk: Desk }) {
  const seen = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const { graph, data } = seen;
  const { words, made } = data;
  const flow = useReactFlow<BoxNode, LineEdge>();
  const far = useStore(({ transform: [, , zoom] }) => zoom < FAR);
  const root = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useNamed<Dialog | null>(made, null);
  const [renaming, setRenaming] = useNamed<string | null>(made, null);
  const [collapsed, setCollapsed] = useNamed<readonly string[]>(made, () => keptFolds(data.plan));
  const { from, setFrom, loop, setLoop, loopTo, join, valid, ended } = useConnecting(graph, made, setDialog);
  const [focus, setFocus] = useNamed<string | null>(made, null);
  const [many, setMany] = useState(false);
  const [clip, setClip] = useNamed<{ ids: readonly string[]; times: number }>(made, { ids: [], times: 0 });
  const wish = useCallback((op: Op) => desk.wish(op), [desk]);
  const rename = useCallback(
    (id: string, name: string | null) => {
      setRenaming(null);
      if (name) wish({ kind: "rename", id, name });
      requestAnimationFrame(() => focusOn(root.current, id));
    },
    [wish],
  );
  const metrics = useMemo(() => new globalThis.Map(graph.nodes.map((node) => [node.id, node])), [graph.nodes]);
  const hidden = useMemo(() => folded(graph.nodes, graph.edges, new Set(collapsed)), [graph, collapsed]);
  const boxes = useBoxes(() => boxesOf(graph, { before: [], hidden, lit: {}, renaming, rename, focus, words, barred: from }));
  const { nodes, newest, change, selected, select } = boxes;
  const { line, setLine, choose } = useChoosing(desk, data.chosen, select);
  const { sheet, start, ratio, full, filled, fit } = useSheet(flow, root, graph.nodes, nodes.length);
  const { place, shove, flush, back } = useMoving(desk, { root, metrics, newest, change });

  // ── What is lit ─────────────────────────────────────────────────────────────────────────────

  const edge = useMemo(() => (line ? graph.edges.find(({ id, links }) => id === line || links.includes(line)) : undefined), [graph.edges, line]);
  const lit = useMemo<Lit>(() => {
    if (loop) return { loop: new Set(loop.slice(1).map((to, index) => `${loop[index]}>${to}`)), ends: new Set(loop) };
    if (edge) {
      const [up, down] = [lineage(graph.edges, edge.from), lineage(graph.edges, edge.to)];
      return { nodes: new Set([...up.nodes, ...down.nodes]), edges: new Set([...up.edges, ...down.edges, edge.id]) };
    }
    if (selected.length !== 1) return {};
    return lineage(graph.edges, selected[0]!);
  }, [edge, graph.edges, loop, selected]);

  // ── The snapshot as boxes and lines ─────────────────────────────────────────────────────────

  // A box keeps what React Flow knows of it where its name becomes the plan's.
  useEffect(() => {
    change((before) => before.map((node) => (real(node.id, made) === node.id ? node : { ...node, id: real(node.id, made) })));
  }, [change, made]);
  useEffect(() => {
    change((before) => boxesOf(graph, { before, hidden, lit, renaming, rename, focus, words, barred: from }));
  }, [change, graph, hidden, lit, renaming, rename, focus, words, from]);
  const drawn = useRef<LineEdge[]>([]);
  const lines = useMemo(() => (drawn.current = linesOf(graph, { before: drawn.current, hidden, lit, line, words })), [graph, hidden, lit, line, words]);

  const awaitBoxes = useAwaited({ flow, root, metrics, made, focus, setFocus, select });

  // While a name is written the picture under it stays.
  const writing = renaming !== null;
  useEffect(() => {
    if (!writing) return;
    desk.drag(true);
    return () => desk.drag(false);
  }, [desk, writing]);

  useFocusKept(root, { focus: dialog ? null : focus, setFocus, graph, hidden, made });

  // ── Going there ─────────────────────────────────────────────────────────────────────────────

  const jump = useCallback(
    (id: string) => {
      const home = hidden.get(id) ?? id;
      const node = metrics.get(home);
      if (!node) return;
      setFocus(home);
      select([home]);
      choose({ kind: "metric", id: home });
      void flow.setCenter(node.x + node.width / 2, node.y + node.height / 2, {
        zoom: Math.max(flow.getZoom(), 0.8),
        duration: calm() ? 0 : 240,
      });
      requestAnimationFrame(() => focusOn(root.current, home));
    },
    [choose, flow, hidden, metrics, select],
  );

  // ── Editing ─────────────────────────────────────────────────────────────────────────────────

  const centre = useCallback((): Point => {
    const box = root.current?.querySelector(".react-flow")?.getBoundingClientRect();
    const at = flow.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 });
    return [Math.round(at.x), Math.round(at.y)];
  }, [flow]);
  const rewrite = (one: Link | undefined) => one && setDialog({ kind: "rewriting", from: one.from, to: one.to });
  const remove = (ids: readonly string[], one: Link | undefined) => {
    if (ids.length) setDialog({ kind: "leaving", metrics: [...ids], links: [] });
    else if (one?.links.length) setDialog({ kind: "leaving", metrics: [], links: [...one.links] });
    else rewrite(one);
  };
  // A copy of what is copied again stands beside the last one.
  const paste = (ids: readonly string[], times: number) => {
    const there = ids.flatMap((id) => metrics.get(id) ?? []);
    if (!there.length) return ids.length ? desk.say(words.copied_gone ?? "") : undefined;
    const names = Object.fromEntries(there.map(({ id }) => [id, fresh()]));
    const places = Object.fromEntries(there.map(({ id, x, y }) => [names[id], [x + 36 * times, y + 48 * times] as Point]));
    wish({ kind: "copy", names, places });
    awaitBoxes(Object.values(names));
  };
  const fold = (id: string) => {
    const now = collapsed.includes(id) ? collapsed.filter((each) => each !== id) : [...collapsed, id];
    keepFolds(data.plan, now);
    setCollapsed(now);
  };
  // Where letters are too small to be written, the box comes closer first.
  const write = (id: string) => {
    const node = metrics.get(id);
    if (node && flow.getZoom() < LEGIBLE) void flow.setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom: 1 });
    setRenaming(id);
  };
  const close = useCallback(() => {
    setDialog(null);
    requestAnimationFrame(() => (focus ? focusOn(root.current, focus) : root.current?.focus()));
  }, [focus]);

  // What has the focus counts before what is chosen, unless it is one of these.
  const held = useRef<string | null>(null);
  const aim = () => {
    const at = held.current && metrics.has(held.current) ? held.current : null;
    return at && !selected.includes(at) ? [at] : selected;
  };
  const aimed = () => (held.current && graph.edges.find(({ id }) => id === held.current)) || edge;
  const act = useSteady({
    add: () => setDialog({ kind: "adding", at: null }),
    find: () => setDialog({ kind: "finding" }),
    keys: () => setDialog({ kind: "keys" }),
    undo: () => wish({ kind: "undo" }),
    redo: () => wish({ kind: "redo" }),
    arrange: () => wish({ kind: "arrange" }),
    closer: () => void flow.zoomIn(),
    farther: () => void flow.zoomOut(),
    fit,
    rename: () => aim()[0] && write(aim()[0]!),
    link: () => setFrom(from ? null : (aim()[0] ?? focus)),
    copy: () => setClip({ ids: aim(), times: 0 }),
    paste: () => {
      paste(clip.ids, clip.times + 1);
      setClip({ ids: clip.ids, times: clip.times + 1 });
    },
    double: () => paste(aim(), 1),
    remove: () => {
      const line = held.current && !metrics.has(held.current);
      remove(line ? [] : aim(), aimed());
    },
    rewrite: () => rewrite(aimed()),
    fold: () => aim()[0] && fold(aim()[0]!),
    all: () => select(graph.nodes.map(({ id }) => id)),
    many: () => setMany((before) => !before),
    full: filled,
    leave: () => {
      if (from || loop) {
        setFrom(null);
        setLoop(null);
      } else if (selected.length || line) {
        select([]);
        choose(null);
      }
    },
  });

  const pick = (id: string, more: boolean) => {
    if (from && from !== id) return join(from, id);
    setFocus(id);
    if (more) select(selected.includes(id) ? selected.filter((each) => each !== id) : [...selected, id]);
    else {
      select([id]);
      choose({ kind: "metric", id });
    }
  };

  const onKey = (event: React.KeyboardEvent) => {
    const at = (event.target as Element).closest<HTMLElement>("[data-id]")?.dataset.id ?? null;
    if (dialog && event.key === "Escape") close();
    const asked = keyed(event, Boolean(dialog));
    if (!asked) return;
    if (asked.kind !== "shove") flush();
    desk.rest();
    if (asked.kind === "act") {
      held.current = at;
      act[asked.name]();
      held.current = null;
    }
    else if (asked.kind === "pick") {
      if (!at) return;
      if (metrics.has(at)) pick(at, asked.more);
      else chooseLine(at);
    } else if (asked.kind === "shove") {
      held.current = at;
      shove(aim(), asked.by);
      held.current = null;
    } else {
      const next = walk(graph, hidden, at ?? focus, asked.key);
      if (!next) return;
      if (metrics.has(next)) setFocus(next);
      if (from && metrics.has(next)) setLoop(loopTo(from, next));
      const node = metrics.get(next);
      if (node) reveal(flow, root.current, node);
      focusOn(root.current, next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const chooseLine = (id: string) => {
    const link = graph.edges.find((edge) => edge.id === id);
    if (!link) return;
    select([]);
    if (link.links[0]) choose({ kind: "link", id: link.links[0] });
    else {
      choose({ kind: "metric", id: link.to });
      setLine(id);
    }
  };

  const { hands, told, broken } = useHands({
    desk, flow, place, back, pick, write, join, valid, ended, setFrom, setDialog, chooseLine, many,
    flowed: boxes.flowed, leave: () => act.leave(),
  });
  usePinch(flow, sheet, broken);
  const single = selected.length === 1 ? metrics.get(selected[0]!) : undefined;
  const status = loop
    ? `${words.loop} ${loop.map((id) => metrics.get(id)?.name ?? id).join(" → ")}`
    : from
      ? `${words.linking} ${metrics.get(from)?.name ?? ""}`
      : "";

  return (
    <div ref={root} tabIndex={-1} className={`editor${full ? " full" : ""}${lit.nodes || lit.ends ? " lit" : ""}${from ? " joining" : ""}${far ? " far" : ""}`} onKeyDown={onKey}>
      <Tools act={act} words={words} linking={Boolean(from)} many={many} waiting={seen.waiting} off={Boolean(dialog)} />
      <div ref={sheet} className="sheet" style={{ "--shape": 1 / ratio } as React.CSSProperties}>
        {start && <ReactFlow<BoxNode, LineEdge>
          defaultViewport={start}
          nodes={nodes}
          edges={lines}
          nodeTypes={NODES}
          edgeTypes={LINES}
          {...hands}
          selectNodesOnDrag={false}
          nodeDragThreshold={4}
          connectionRadius={36}
          zoomOnDoubleClick={false}
          zoomOnScroll={full}
          panOnScroll={false}
          preventScrolling={full}
          zoomActivationKeyCode={WITH_KEY}
          selectionKeyCode="Shift"
          selectionOnDrag={many}
          panOnDrag={!many}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={MORE_KEY}
          deleteKeyCode={null}
          disableKeyboardA11y
          nodesFocusable={false}
          edgesFocusable={false}
          minZoom={FARTHEST}
          maxZoom={NEAREST}
          onlyRenderVisibleElements={graph.nodes.length > 200}
          aria-label={words.title}
          inert={Boolean(dialog)}
        >
          <Background gap={28} size={1.4} />
          <Marks graph={graph} words={words} />
        </ReactFlow>}
        <Overview graph={graph} words={words} />
        <Heads graph={graph} />
        {single && !dialog && !from && renaming !== single.id && (
          <Actions metric={single} act={act} words={words} data={data} desk={desk} folded={collapsed.includes(single.id)} />
        )}
        {edge && !selected.length && !dialog && !from && <Edge link={edge} act={act} words={words} />}
        {selected.length > 1 && !dialog && <Many count={selected.length} act={act} words={words} />}
        {told && !dialog && told.id !== single?.id && <Tip told={told} graph={graph} words={words} root={root} />}
        {dialog && (
          <Asked
            dialog={dialog}
            desk={desk}
            close={close}
            jump={jump}
            add={(op) => {
              wish({ ...op, near: centre() });
              awaitBoxes([op.id]);
            }}
            gone={() => setLine(null)}
          />
        )}
        {seen.refused && (
          <div className="refused" role="alert">
            <span>{seen.refused.words}</span>
            <button type="button" className="tool" aria-label={words.close} title={words.close} onClick={() => desk.hush()}>
              ×
            </button>
          </div>
        )}
        <div className={`status${status ? " open" : ""}${loop ? " bad" : ""}`} role="status">
          {status}
        </div>
        <Hint graph={graph} words={words} />
      </div>
      <Legend graph={graph} words={words} />
    </div>
  );
}
