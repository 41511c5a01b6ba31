// The map: what is seen, and what hands and keys do. Every edit is a wish that goes to the desk.

import { Background, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, type Connection } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Box, type BoxNode } from "./box";
import { useBoxes } from "./boxes";
import { useChoosing } from "./choosing";
import { useConnecting } from "./connecting";
import type { Op, Point } from "./contract";
import type { Desk } from "./desk";
import { folded, lineage } from "./graph";
import { Line, type LineEdge } from "./line";
import { boxesOf, linesOf, type Lit } from "./drawing";
import { Asked, type Dialog } from "./asked";
import { Actions, Edge, Heads, Hint, Legend, Many, Marks, Tools } from "./around";
import { useFocusKept } from "./focus";
import { keepFolds, keptFolds } from "./folds";
import { fresh, keyed, walk } from "./keys";
import { useMoving } from "./moving";
import { Overview } from "./overview";
import { usePinch } from "./pinch";
import { useSheet } from "./sheet";
import { useSteady } from "./steady";
import { Tip, type Told } from "./tip";
import { calm, FARTHEST, focusOn, NEAREST, reveal } from "./view";

const NODES = { metric: Box };
const LINES = { link: Line };
const WITH_KEY = ["Control", "Meta"];
const MORE_KEY = ["Control", "Meta", "Shift"];
const PAUSE = 450;
const LEGIBLE = 0.66; // below this zoom a name's letters are less than 11 pixels high
const HALF = [60, 40] as const; // of a box that is added: its middle comes where one points

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
  const { words } = data;
  const flow = useReactFlow<BoxNode, LineEdge>();
  const root = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(() => keptFolds(data.plan));
  const { from, setFrom, loop, setLoop, loopTo, join, valid, ended } = useConnecting(graph.edges, setDialog);
  const [focus, setFocus] = useState<string | null>(null);
  const [many, setMany] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const [clip, setClip] = useState<string[]>([]);
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
  const hidden = useMemo(() => folded(graph.nodes, graph.edges, collapsed), [graph, collapsed]);
  const boxes = useBoxes(() => boxesOf(graph, { before: [], hidden, lit: {}, renaming, rename, focus, words, barred: from }));
  const { nodes, newest, change, selected, select } = boxes;
  const { line, setLine, choose } = useChoosing(desk, data.chosen, select);
  const { sheet, start, ratio, full, fit } = useSheet(flow, root, graph.nodes, nodes.length);
  const { place, shove, flush, back } = useMoving(desk, { root, metrics, newest, change });
  usePinch(flow, sheet, back);

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

  // Names that the browser has made up become the plan's; what is chosen stays so.
  useEffect(() => {
    const real = (id: string) => data.made[id] ?? id;
    setFocus((id) => id && real(id));
    setRenaming((id) => id && real(id));
    change((before) => before.map((node) => (data.made[node.id] ? { ...node, id: real(node.id) } : node)));
  }, [change, data.made]);
  useEffect(() => {
    change((before) => boxesOf(graph, { before, hidden, lit, renaming, rename, focus, words, barred: from }));
  }, [change, graph, hidden, lit, renaming, rename, focus, words, from]);
  const drawn = useRef<LineEdge[]>([]);
  const lines = useMemo(() => (drawn.current = linesOf(graph, { before: drawn.current, hidden, lit, line, words })), [graph, hidden, lit, line, words]);

  // Boxes that were asked for are chosen once they stand, and brought into sight; again where the
  // plan has put them, unless the hand has gone elsewhere.
  const awaited = useRef<{ ids: readonly string[]; shown: boolean } | null>(null);
  const awaitBoxes = (ids: readonly string[]) => (awaited.current = ids.length ? { ids, shown: false } : null);
  useEffect(() => {
    if (!awaited.current) return;
    const { ids, shown } = awaited.current;
    const wanted = ids.map((id) => data.made[id] ?? id);
    const there = wanted.flatMap((id) => metrics.get(id) ?? []);
    const [first, node] = [wanted[0]!, there[0]];
    const named = first !== ids[0];
    if (!node || there.length < wanted.length || (shown && !named)) return;
    awaited.current = named ? null : { ids, shown: true };
    if (shown && focus !== ids[0] && focus !== first) return;
    if (!shown) {
      setFocus(first);
      select(wanted);
    }
    requestAnimationFrame(() => {
      reveal(flow, root.current, node);
      if (!shown) focusOn(root.current, first);
    });
  }, [data.made, flow, focus, metrics, select]);

  // While a name is written the picture under it stays.
  const writing = renaming !== null;
  useEffect(() => {
    if (!writing) return;
    desk.drag(true);
    return () => desk.drag(false);
  }, [desk, writing]);

  useFocusKept(root, { focus, setFocus, graph, hidden, made: data.made });

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
  const rewrite = useCallback(() => {
    if (edge) setDialog({ kind: "rewriting", from: edge.from, to: edge.to });
  }, [edge]);
  const remove = useCallback(() => {
    if (!selected.length && edge && !edge.links.length) return rewrite();
    const links = selected.length ? [] : (edge?.links ?? []);
    if (selected.length || links.length) setDialog({ kind: "leaving", metrics: selected, links: [...links] });
  }, [edge, rewrite, selected]);
  const paste = useCallback((ids: readonly string[]) => {
    const there = ids.flatMap((id) => metrics.get(id) ?? []);
    if (!there.length) return;
    const names = Object.fromEntries(there.map(({ id }) => [id, fresh()]));
    const places = Object.fromEntries(there.map(({ id, x, y }) => [names[id], [x + 36, y + 48] as Point]));
    wish({ kind: "copy", names, places });
    awaitBoxes(Object.values(names));
  }, [metrics, wish]);
  const fold = useCallback((id: string) => {
    setCollapsed((before) => {
      const now = new Set(before);
      if (!now.delete(id)) now.add(id);
      keepFolds(data.plan, now);
      return now;
    });
  }, [data.plan]);
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
    rename: () => selected[0] && write(selected[0]),
    link: () => setFrom((before) => (before ? null : (selected[0] ?? focus))),
    copy: () => setClip(selected),
    paste: () => paste(clip),
    double: () => paste(selected),
    remove,
    rewrite,
    fold: () => selected[0] && fold(selected[0]),
    all: () => select(graph.nodes.map(({ id }) => id)),
    many: () => setMany((before) => !before),
    full: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void root.current?.requestFullscreen();
    },
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
    const asked = keyed(event, Boolean(dialog));
    if (!asked) return;
    if (asked.kind !== "shove") flush();
    if (asked.kind === "act") act[asked.name]();
    else if (asked.kind === "pick") {
      if (!at) return;
      if (metrics.has(at)) pick(at, asked.more);
      else chooseLine(at);
    } else if (asked.kind === "shove") {
      const ids = selected.length ? selected : at ? [at] : [];
      shove(ids, asked.by);
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

  const later = useRef(0);
  const tell = (now: Told | null) => {
    clearTimeout(later.current);
    if (!now) return setTold(null);
    later.current = window.setTimeout(() => setTold(now), now.kind === "link" ? 120 : PAUSE);
  };
  const placed = (dragged: readonly BoxNode[]) => {
    place(dragged.map(({ id }) => id));
    desk.drag(false);
  };
  const hands = useSteady({
    onNodesChange: boxes.flowed,
    onNodeClick: (event: React.MouseEvent, node: BoxNode) => pick(node.id, many || event.shiftKey || event.ctrlKey || event.metaKey),
    onNodeDoubleClick: (_: unknown, node: BoxNode) => write(node.id),
    onEdgeClick: (_: unknown, edge: LineEdge) => chooseLine(edge.id),
    onPaneClick: () => act.leave(),
    onNodeDragStart: () => {
      desk.drag(true);
      tell(null);
    },
    onNodeDragStop: (_: unknown, __: BoxNode, dragged: BoxNode[]) => placed(dragged),
    onSelectionDragStart: () => desk.drag(true),
    onSelectionDragStop: (_: unknown, dragged: BoxNode[]) => placed(dragged),
    onConnectStart: (_: unknown, { nodeId }: { nodeId: string | null }) => setFrom(nodeId),
    onClickConnectStart: (_: unknown, { nodeId }: { nodeId: string | null }) => setFrom(nodeId),
    onConnect: ({ source, target }: Connection) => join(source, target),
    onConnectEnd: ended,
    onClickConnectEnd: ended,
    isValidConnection: valid,
    onNodeMouseEnter: (event: React.MouseEvent, node: BoxNode) => tell({ kind: "metric", id: node.id, x: event.clientX, y: event.clientY }),
    onNodeMouseLeave: () => tell(null),
    onEdgeMouseEnter: (event: React.MouseEvent, edge: LineEdge) => tell({ kind: "link", id: edge.id, x: event.clientX, y: event.clientY }),
    onEdgeMouseLeave: () => tell(null),
    onDoubleClick: (event: React.MouseEvent) => {
      if (!(event.target as Element).classList.contains("react-flow__pane")) return;
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      setDialog({ kind: "adding", at: [Math.round(at.x - HALF[0]), Math.round(at.y - HALF[1])] });
    },
  });
  const single = selected.length === 1 ? metrics.get(selected[0]!) : undefined;
  const status = loop
    ? `${words.loop} ${loop.map((id) => metrics.get(id)?.name ?? id).join(" → ")}`
    : from
      ? `${words.linking} ${metrics.get(from)?.name ?? ""}`
      : "";

  return (
    <div ref={root} tabIndex={-1} className={`editor${full ? " full" : ""}${lit.nodes || lit.ends ? " lit" : ""}${from ? " joining" : ""}`} onKeyDown={onKey}>
      <Tools act={act} words={words} linking={Boolean(from)} many={many} waiting={seen.waiting} />
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
        >
          <Background gap={28} size={1.4} />
          <Marks graph={graph} words={words} />
        </ReactFlow>}
        <Overview graph={graph} words={words} />
        <Heads graph={graph} />
        {single && !dialog && !from && renaming !== single.id && (
          <Actions metric={single} act={act} words={words} data={data} desk={desk} folded={collapsed.has(single.id)} />
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
