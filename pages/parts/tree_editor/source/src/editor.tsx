// The map: what is seen, and what hands and keys do. Every edit is a wish that goes to the desk.

import {
  applyNodeChanges,
  Background,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Connection,
  type NodeChange,
  type OnConnectEnd,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Box, type BoxNode } from "./box";
import type { Chosen, Metric, Op, Point } from "./contract";
import type { Desk } from "./desk";
import { folded, lineage, loopWith } from "./graph";
import { Line, type LineEdge } from "./line";
import { boxesOf, linesOf, type Lit } from "./drawing";
import { Adding, Connecting, Finding, Keys, Leaving } from "./dialogs";
import { Actions, Heads, Legend, Many, Marks, Overview, Tools } from "./around";
import { fresh, keyed, walk } from "./keys";
import { Tip, type Told } from "./tip";

const NODES = { metric: Box };
const LINES = { link: Line };
const FIT = { padding: { top: "42px", right: "14px", bottom: "12px", left: "14px" }, maxZoom: 1.15 } as const;
const STEP = 12;
const NUDGED = 500;
const PAUSE = 450;

export type Dialog =
  | { kind: "adding"; at: Point | null }
  | { kind: "leaving"; metrics: string[]; links: string[] }
  | { kind: "connecting"; from: string; to: string }
  | { kind: "finding" }
  | { kind: "keys" };

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
  const [nodes, setNodes] = useState<BoxNode[]>([]);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
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
  const marked = nodes.filter((node) => node.selected).map(({ id }) => id).join(" ");
  const selected = useMemo(() => marked.split(" ").filter(Boolean), [marked]);
  const metrics = useMemo(() => new globalThis.Map(graph.nodes.map((node) => [node.id, node])), [graph.nodes]);
  const hidden = useMemo(() => folded(graph.nodes, graph.edges, collapsed), [graph, collapsed]);
  const wish = useCallback((op: Op) => desk.wish(op), [desk]);

  // ── What is lit ─────────────────────────────────────────────────────────────────────────────

  const lit = useMemo<Lit>(() => {
    if (loop) return { loop: new Set(loop.slice(1).map((to, index) => `${loop[index]}>${to}`)), ends: new Set(loop) };
    const edge = line ? graph.edges.find(({ id, links }) => id === line || links.includes(line)) : undefined;
    if (edge) {
      const [up, down] = [lineage(graph.edges, edge.from), lineage(graph.edges, edge.to)];
      return { nodes: new Set([...up.nodes, ...down.nodes]), edges: new Set([...up.edges, ...down.edges, edge.id]) };
    }
    if (selected.length !== 1) return {};
    return lineage(graph.edges, selected[0]!);
  }, [graph.edges, line, loop, selected]);

  // ── The snapshot as boxes and lines ─────────────────────────────────────────────────────────

  const rename = useCallback(
    (id: string, name: string | null) => {
      setRenaming(null);
      if (name) wish({ kind: "rename", id, name });
      requestAnimationFrame(() => focusOn(root.current, id));
    },
    [wish],
  );
  useEffect(() => {
    setNodes((before) => boxesOf(graph, { before, hidden, lit, renaming, rename, focus, words, barred: from }));
  }, [graph, hidden, lit, renaming, rename, focus, words, from]);
  const lines = useMemo(() => linesOf(graph, { hidden, lit, line, words }), [graph, hidden, lit, line, words]);

  // Names that the browser has made up become the plan's.
  useEffect(() => {
    const real = (id: string) => data.made[id] ?? id;
    setFocus((id) => id && real(id));
    setRenaming((id) => id && real(id));
    setNodes((before) => before.map((node) => (data.made[node.id] ? { ...node, id: real(node.id) } : node)));
  }, [data.made]);

  // A box that was asked for is chosen and brought into sight once it stands.
  const awaited = useRef<string | null>(null);
  useEffect(() => {
    const wanted = awaited.current && (data.made[awaited.current] ?? awaited.current);
    const node = wanted ? graph.nodes.find(({ id }) => id === wanted) : undefined;
    if (!wanted || !node) return;
    if (wanted !== awaited.current) awaited.current = null;
    setFocus(wanted);
    setNodes((before) => before.map((each) => mark(each, each.id === wanted)));
    requestAnimationFrame(() => {
      reveal(flow, root.current, node);
      focusOn(root.current, wanted);
    });
  }, [data.made, flow, graph.nodes]);

  const first = useRef(true);
  const fit = useCallback(() => void flow.fitView(FIT), [flow]);
  useEffect(() => {
    if (!nodes.length || !first.current) return;
    first.current = false;
    requestAnimationFrame(() => opening(flow, root.current, graph.nodes));
  }, [nodes.length, flow, graph.nodes]);

  // ── Choosing ────────────────────────────────────────────────────────────────────────────────

  const choose = useCallback(
    (chosen: Chosen | null) => {
      setLine(chosen?.kind === "link" ? chosen.id : null);
      desk.choose(chosen);
    },
    [desk],
  );
  const select = useCallback((ids: readonly string[]) => {
    setNodes((before) => before.map((node) => mark(node, ids.includes(node.id))));
  }, []);
  const was = useRef<string>(JSON.stringify(data.chosen));
  useEffect(() => {
    const now = JSON.stringify(data.chosen);
    if (now === was.current) return;
    was.current = now;
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
        const node = flow.getNode(id);
        const metric = metrics.get(id);
        if (!node || !metric) continue;
        const at: Point = [Math.round(node.position.x), Math.round(node.position.y)];
        if (Math.abs(at[0] - metric.x) >= 1 || Math.abs(at[1] - metric.y) >= 1) places[id] = at;
      }
      if (Object.keys(places).length) wish({ kind: "move", places });
    },
    [flow, metrics, wish],
  );
  const change = useCallback((changes: NodeChange<BoxNode>[]) => {
    setNodes((before) => applyNodeChanges(changes.filter(({ type }) => type !== "remove"), before));
  }, []);
  const shove = useCallback(
    (ids: readonly string[], by: Point) => {
      setNodes((before) =>
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
    [desk, place],
  );

  // ── Editing ─────────────────────────────────────────────────────────────────────────────────

  const centre = useCallback((): Point => {
    const box = root.current?.querySelector(".react-flow")?.getBoundingClientRect();
    const at = flow.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 });
    return [Math.round(at.x), Math.round(at.y)];
  }, [flow]);
  const remove = useCallback(() => {
    const links = selected.length ? [] : (graph.edges.find(({ id, links }) => id === line || (line && links.includes(line)))?.links ?? []);
    if (selected.length || links.length) setDialog({ kind: "leaving", metrics: selected, links: [...links] });
  }, [graph.edges, line, selected]);
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
      return now;
    });
  }, []);
  const close = useCallback(() => {
    setDialog(null);
    requestAnimationFrame(() => (focus ? focusOn(root.current, focus) : root.current?.focus()));
  }, [focus]);

  const act = {
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
  };

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
      requestAnimationFrame(() => focusOn(root.current, next));
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
  const single = selected.length === 1 ? metrics.get(selected[0]!) : undefined;
  const status = loop
    ? `${words.loop} ${loop.map((id) => metrics.get(id)?.name ?? id).join(" → ")}`
    : from
      ? `${words.linking} ${metrics.get(from)?.name ?? ""}`
      : "";

  return (
    <div ref={root} tabIndex={-1} className={`editor${full ? " full" : ""}${lit.nodes || lit.ends ? " lit" : ""}${from ? " joining" : ""}`} onKeyDown={onKey}>
      <Tools act={act} words={words} pressed={{ link: Boolean(from), many }} waiting={seen.waiting} />
      <div className="sheet" style={{ "--shape": 1 / ratio } as React.CSSProperties}>
        <ReactFlow<BoxNode, LineEdge>
          nodes={nodes}
          edges={lines}
          nodeTypes={NODES}
          edgeTypes={LINES}
          onNodesChange={change}
          onNodeClick={(event, node) => pick(node.id, many || event.shiftKey || event.ctrlKey || event.metaKey)}
          onNodeDoubleClick={(_, node) => setRenaming(node.id)}
          onEdgeClick={(_, edge) => chooseLine(edge.id)}
          onPaneClick={() => act.leave()}
          onNodeDragStart={() => {
            desk.drag(true);
            tell(null);
          }}
          onNodeDragStop={(_, __, dragged) => {
            place(dragged.map(({ id }) => id));
            desk.drag(false);
          }}
          onSelectionDragStart={() => desk.drag(true)}
          onSelectionDragStop={(_, dragged) => {
            place(dragged.map(({ id }) => id));
            desk.drag(false);
          }}
          onConnectStart={(_, { nodeId }) => setFrom(nodeId)}
          onClickConnectStart={(_, { nodeId }) => setFrom(nodeId)}
          onConnect={({ source, target }: Connection) => join(source, target)}
          onConnectEnd={ended}
          onClickConnectEnd={ended}
          isValidConnection={valid}
          onNodeMouseEnter={(event, node) => tell({ kind: "metric", id: node.id, x: event.clientX, y: event.clientY })}
          onNodeMouseLeave={() => tell(null)}
          onEdgeMouseEnter={(event, edge) => tell({ kind: "link", id: edge.id, x: event.clientX, y: event.clientY })}
          onEdgeMouseLeave={() => tell(null)}
          onDoubleClick={(event) => {
            if (!(event.target as Element).classList.contains("react-flow__pane")) return;
            const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
            setDialog({ kind: "adding", at: [Math.round(at.x), Math.round(at.y)] });
          }}
          selectNodesOnDrag={false}
          nodeDragThreshold={4}
          connectionRadius={36}
          zoomOnDoubleClick={false}
          zoomOnScroll={full}
          panOnScroll={false}
          preventScrolling={full}
          zoomActivationKeyCode={["Control", "Meta"]}
          selectionKeyCode="Shift"
          selectionOnDrag={many}
          panOnDrag={!many}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={["Control", "Meta", "Shift"]}
          deleteKeyCode={null}
          disableKeyboardA11y
          nodesFocusable={false}
          edgesFocusable={false}
          minZoom={0.08}
          maxZoom={2.2}
          onlyRenderVisibleElements={graph.nodes.length > 200}
          aria-label={words.title}
          ariaLabelConfig={{ "minimap.ariaLabel": words.minimap ?? "" }}
        >
          <Background gap={28} size={1.4} />
          <Marks graph={graph} words={words} />
          <Overview graph={graph} />
        </ReactFlow>
        <Heads graph={graph} />
        {single && !dialog && !from && renaming !== single.id && (
          <Actions metric={single} act={act} words={words} data={data} wish={wish} folded={collapsed.has(single.id)} />
        )}
        {selected.length > 1 && !dialog && <Many count={selected.length} act={act} words={words} />}
        {told && !dialog && told.id !== single?.id && <Tip told={told} graph={graph} words={words} root={root} />}
        {dialog?.kind === "adding" && (
          <Adding
            desk={desk}
            close={close}
            add={(row, name, layer) => {
              const id = row?.there || fresh();
              close();
              if (row?.there) return jump(row.there);
              wish({ kind: "add", id, name, layer, at: dialog.at, near: centre(), catalogue: row?.id ?? "" });
              awaited.current = id;
            }}
          />
        )}
        {dialog?.kind === "leaving" && (
          <Leaving
            desk={desk}
            ids={[...dialog.metrics, ...dialog.links]}
            names={dialog.metrics.map((id) => metrics.get(id)?.name ?? id)}
            close={close}
            remove={() => {
              wish({ kind: "remove", metrics: dialog.metrics, links: dialog.links });
              setLine(null);
              close();
            }}
          />
        )}
        {dialog?.kind === "connecting" && (
          <Connecting
            desk={desk}
            from={metrics.get(dialog.from) as Metric}
            to={metrics.get(dialog.to) as Metric}
            close={close}
            connect={(op) => {
              wish(op);
              close();
            }}
          />
        )}
        {dialog?.kind === "finding" && <Finding graph={graph} words={words} close={close} jump={(id) => (setDialog(null), jump(id))} />}
        {dialog?.kind === "keys" && <Keys words={words} close={close} />}
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
        {!graph.nodes.length && <p className="nothing">{words.empty}</p>}
      </div>
      <Legend graph={graph} words={words} />
    </div>
  );
}

function mark(node: BoxNode, selected: boolean): BoxNode {
  return Boolean(node.selected) === selected ? node : { ...node, selected };
}

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function focusOn(root: HTMLElement | null, id: string): void {
  root?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}

// Height to width of the map as it is first drawn; the sheet keeps it.
function shape(nodes: readonly Metric[]): number {
  const wide = Math.max(1, ...nodes.map(({ x, width }) => x + width)) - Math.min(0, ...nodes.map(({ x }) => x));
  const high = Math.max(1, ...nodes.map(({ y, height }) => y + height)) - Math.min(0, ...nodes.map(({ y }) => y));
  return nodes.length > 8 ? (high + 90) / wide : 0.5;
}

function reveal(flow: ReturnType<typeof useReactFlow<BoxNode, LineEdge>>, root: HTMLElement | null, node: Metric): void {
  const sheet = root?.querySelector(".sheet")?.getBoundingClientRect();
  if (!sheet) return;
  const { x, y } = flow.flowToScreenPosition({ x: node.x, y: node.y });
  const zoom = flow.getZoom();
  const inside = x > sheet.left && x + node.width * zoom < sheet.right && y > sheet.top + 36 && y + node.height * zoom < sheet.bottom;
  if (!inside) void flow.setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom, duration: calm() ? 0 : 240 });
}

// The whole where it can be read; else its left end, where what we do begins.
function opening(flow: ReturnType<typeof useReactFlow<BoxNode, LineEdge>>, root: HTMLElement | null, nodes: Metric[]): void {
  void flow.fitView(FIT).then(() => {
    const width = root?.clientWidth ?? 0;
    const least = width < 640 ? 0.62 : 0.34;
    if (flow.getZoom() >= least) return;
    const linked = nodes.filter(({ apart }) => !apart);
    const aim = (linked.length ? linked : nodes).reduce((one, other) => (other.x < one.x ? other : one));
    void flow.setCenter(aim.x - 20 + width / 2 / least, aim.y + aim.height / 2, { zoom: least });
  });
}
