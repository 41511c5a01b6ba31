// The map: what is seen, and what hands and keys do. Every edit is a wish that goes to the desk.

import {
  applyNodeChanges,
  Background,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
  type Connection,
  type NodeChange,
  type OnConnectEnd,
  type Viewport,
} from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Box, type BoxNode } from "./box";
import type { Chosen, Op, Point } from "./contract";
import type { Desk } from "./desk";
import { folded, lineage, loopWith } from "./graph";
import { Line, type LineEdge } from "./line";
import { boxesOf, linesOf, type Lit } from "./drawing";
import { Asked, type Dialog } from "./asked";
import { Actions, Edge, Heads, Hint, Legend, Many, Marks, Tools } from "./around";
import { keepFolds, keptFolds } from "./folds";
import { fresh, keyed, walk } from "./keys";
import { Overview } from "./overview";
import { useSteady } from "./steady";
import { Tip, type Told } from "./tip";
import { calm, FIT, focusOn, opening, reveal, shape } from "./view";

const NODES = { metric: Box };
const LINES = { link: Line };
const WITH_KEY = ["Control", "Meta"];
const MORE_KEY = ["Control", "Meta", "Shift"];
const STEP = 12;
const NUDGED = 500;
const PAUSE = 450;
const ECHO = 2_000;

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
  const [from, setFrom] = useState<string | null>(null);
  const [loop, setLoop] = useState<string[] | null>(null);
  const [focus, setFocus] = useState<string | null>(null);
  const [line, setLine] = useState<string | null>(data.chosen?.kind === "link" ? data.chosen.id : null);
  const [many, setMany] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const [clip, setClip] = useState<string[]>([]);
  const [full, setFull] = useState(false);
  const [ratio] = useState(() => shape(graph.nodes));
  const nudge = useRef(0);
  const moved = useRef(new Set<string>());
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
  const [nodes, setNodes] = useState(() =>
    boxesOf(graph, { before: [], hidden, lit: {}, renaming, rename, focus, words, barred: from }),
  );
  // While boxes are dragged only React Flow knows where they are: a frame draws them, and no more.
  const store = useStoreApi<BoxNode, LineEdge>();
  const newest = useRef(nodes);
  const change = useCallback((next: (before: BoxNode[]) => BoxNode[]) => {
    newest.current = next(newest.current);
    setNodes(newest.current);
  }, []);
  const flowed = useCallback((changes: NodeChange<BoxNode>[]) => {
    newest.current = applyNodeChanges(changes.filter(({ type }) => type !== "remove"), newest.current);
    if (changes.every((each) => each.type === "position" && each.dragging)) store.getState().setNodes(newest.current);
    else setNodes(newest.current);
  }, [store]);
  const marked = nodes.filter((node) => node.selected).map(({ id }) => id).join(" ");
  const selected = useMemo(() => marked.split(" ").filter(Boolean), [marked]);

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

  useEffect(() => {
    change((before) => boxesOf(graph, { before, hidden, lit, renaming, rename, focus, words, barred: from }));
  }, [change, graph, hidden, lit, renaming, rename, focus, words, from]);
  const lines = useMemo(() => linesOf(graph, { hidden, lit, line, words }), [graph, hidden, lit, line, words]);

  // Names that the browser has made up become the plan's.
  useEffect(() => {
    const real = (id: string) => data.made[id] ?? id;
    setFocus((id) => id && real(id));
    setRenaming((id) => id && real(id));
    change((before) => before.map((node) => (data.made[node.id] ? { ...node, id: real(node.id) } : node)));
  }, [change, data.made]);

  // A box that was asked for is chosen and brought into sight once it stands.
  const awaited = useRef<string | null>(null);
  useEffect(() => {
    const wanted = awaited.current && (data.made[awaited.current] ?? awaited.current);
    const node = wanted ? graph.nodes.find(({ id }) => id === wanted) : undefined;
    if (!wanted || !node) return;
    if (wanted !== awaited.current) awaited.current = null;
    setFocus(wanted);
    change((before) => before.map((each) => mark(each, each.id === wanted)));
    requestAnimationFrame(() => {
      reveal(flow, root.current, node);
      focusOn(root.current, wanted);
    });
  }, [change, data.made, flow, graph.nodes]);

  const fit = useCallback(() => void flow.fitView(FIT), [flow]);
  // The sheet is measured first, so that the map is drawn once, and in its place.
  const sheet = useRef<HTMLDivElement>(null);
  const [start, setStart] = useState<Viewport | null>(null);
  const empty = useRef(!graph.nodes.length);
  useLayoutEffect(() => setStart(opening(graph.nodes, sheet.current!.clientWidth, sheet.current!.clientHeight)), []);
  useEffect(() => {
    if (!nodes.length || !empty.current) return;
    empty.current = false;
    requestAnimationFrame(fit);
  }, [nodes.length, fit]);

  // ── Choosing ────────────────────────────────────────────────────────────────────────────────

  // What was chosen here comes back from Python, and what was chosen before that may come back first.
  const was = useRef<string>(JSON.stringify(data.chosen));
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
  const select = useCallback((ids: readonly string[]) => {
    change((before) => before.map((node) => mark(node, ids.includes(node.id))));
  }, [change]);
  useEffect(() => {
    const now = JSON.stringify(data.chosen);
    if (now === was.current) return;
    was.current = now;
    const echo = now === own.current.chosen;
    if (echo) own.current.until = 0;
    if (echo || Date.now() < own.current.until) return;
    setLine(data.chosen?.kind === "link" ? data.chosen.id : null);
    select(data.chosen?.kind === "metric" ? [data.chosen.id] : []);
  }, [data.chosen, select]);

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

  // ── Connecting ──────────────────────────────────────────────────────────────────────────────

  const loopTo = useCallback(
    (driver: string, outcome: string) => loopWith(graph.edges, driver, outcome),
    [graph.edges],
  );
  const join = useCallback(
    (driver: string, outcome: string) => {
      setFrom(null);
      const closed = loopTo(driver, outcome);
      setLoop(closed);
      if (closed) return;
      setDialog({ kind: "connecting", from: driver, to: outcome });
    },
    [loopTo],
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

  // ── Moving ──────────────────────────────────────────────────────────────────────────────────

  const place = useCallback(
    (ids: Iterable<string>) => {
      const places: Record<string, Point> = {};
      for (const id of ids) {
        const node = newest.current.find((each) => each.id === id);
        const metric = metrics.get(id);
        if (!node || !metric) continue;
        const at: Point = [Math.round(node.position.x), Math.round(node.position.y)];
        if (Math.abs(at[0] - metric.x) >= 1 || Math.abs(at[1] - metric.y) >= 1) places[id] = at;
      }
      if (Object.keys(places).length) wish({ kind: "move", places });
    },
    [metrics, wish],
  );
  const shove = useCallback(
    (ids: readonly string[], by: Point) => {
      change((before) =>
        before.map((node) =>
          ids.includes(node.id)
            ? { ...node, position: { x: node.position.x + by[0] * STEP, y: node.position.y + by[1] * STEP } }
            : node,
        ),
      );
      desk.drag(true);
      for (const id of ids) moved.current.add(id);
      clearTimeout(nudge.current);
      nudge.current = window.setTimeout(() => {
        place(moved.current);
        moved.current.clear();
        desk.drag(false);
      }, NUDGED);
    },
    [change, desk, place],
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
    awaited.current = Object.values(names)[0] ?? null;
  }, [metrics, wish]);
  const fold = useCallback((id: string) => {
    setCollapsed((before) => {
      const now = new Set(before);
      if (!now.delete(id)) now.add(id);
      keepFolds(data.plan, now);
      return now;
    });
  }, [data.plan]);
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
    rename: () => selected[0] && setRenaming(selected[0]),
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

  useEffect(() => {
    const changed = () => {
      setFull(Boolean(document.fullscreenElement));
      requestAnimationFrame(() => requestAnimationFrame(fit));
    };
    const node = root.current;
    node?.addEventListener("fullscreenchange", changed);
    return () => node?.removeEventListener("fullscreenchange", changed);
  }, [fit]);
  useEffect(() => {
    if (!loop || from) return;
    const timer = window.setTimeout(() => setLoop(null), 4_000);
    return () => clearTimeout(timer);
  }, [loop, from]);

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
    onNodesChange: flowed,
    onNodeClick: (event: React.MouseEvent, node: BoxNode) => pick(node.id, many || event.shiftKey || event.ctrlKey || event.metaKey),
    onNodeDoubleClick: (_: unknown, node: BoxNode) => setRenaming(node.id),
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
      setDialog({ kind: "adding", at: [Math.round(at.x), Math.round(at.y)] });
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
          minZoom={0.08}
          maxZoom={2.2}
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
              awaited.current = op.id;
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

function mark(node: BoxNode, selected: boolean): BoxNode {
  return Boolean(node.selected) === selected ? node : { ...node, selected };
}
