// The map's boxes and edges in React Flow as it comes: what the editor is measured beside.

import { ReactFlow } from "@xyflow/react";
import { createRoot } from "react-dom/client";
import { useState } from "react";
import { applyNodeChanges, type Node } from "@xyflow/react";
import "@xyflow/react/dist/style.css";

interface Told {
  nodes: { id: string; name: string; x: number; y: number; width: number; height: number }[];
  edges: { id: string; from: string; to: string }[];
}

interface Asked {
  data: Told;
  visible: boolean;
  view: { x: number; y: number; zoom: number };
}

function Bare({ data, visible, view }: Asked) {
  const [nodes, setNodes] = useState<Node[]>(() =>
    data.nodes.map(({ id, name, x, y, width, height }) => ({ id, position: { x, y }, width, height, data: { label: name } })),
  );
  const [edges] = useState(() => data.edges.map(({ id, from, to }) => ({ id, source: from, target: to })));
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={(changes) => setNodes((before) => applyNodeChanges(changes, before))}
      minZoom={0.08}
      onlyRenderVisibleElements={visible}
      defaultViewport={view}
    />
  );
}

export default function mount({ parentElement, ...asked }: Asked & { parentElement: HTMLElement }): () => void {
  const root = createRoot(parentElement);
  root.render(<Bare {...asked} />);
  return () => root.unmount();
}
