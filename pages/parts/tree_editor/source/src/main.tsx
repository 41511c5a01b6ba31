// Streamlit mounts this: one map a place on the page, drawn anew with each snapshot.

import { createRoot, type Root } from "react-dom/client";
import "@xyflow/react/dist/base.css";
import "./style.css";
import type { Snapshot } from "./contract";
import { Desk } from "./desk";
import { TreeEditor } from "./editor";
import { Guard } from "./guard";

interface Mounted {
  data: Snapshot;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue: (name: string, value: unknown) => void;
}

const maps = new WeakMap<Node, { desk: Desk; root: Root; place: HTMLElement }>();

export default function mount({ data, parentElement, setStateValue }: Mounted): () => void {
  let map = maps.get(parentElement);
  if (map && map.desk.seen.data.plan === data.plan) {
    map.desk.send = setStateValue;
    map.desk.adopt(data);
  } else {
    map?.root.unmount();
    map?.desk.close();
    const place = map?.place ?? document.createElement("div");
    place.className = "map";
    parentElement.append(place);
    const desk = new Desk(data, setStateValue);
    const root = createRoot(place);
    root.render(
      <Guard desk={desk}>
        <TreeEditor desk={desk} />
      </Guard>,
    );
    map = { desk, root, place };
    maps.set(parentElement, map);
  }
  return () => {
    // Streamlit also calls this for a call that a newer one has overtaken: then the place stays.
    if (parentElement.isConnected) return;
    const left = maps.get(parentElement);
    left?.root.unmount();
    left?.desk.close();
    left?.place.remove();
    maps.delete(parentElement);
  };
}
