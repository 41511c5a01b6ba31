// Runs in the page: how long from the call to the last paint, and how long the frames of a drag.

const after = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    requestAnimationFrame(() => port2.postMessage(0));
  });

// What stands on the sheet: changes until the picture is whole.
const seen = (root) => {
  const nodes = root.getElementsByClassName("react-flow__node");
  const shown = nodes.length && getComputedStyle(nodes[0]).visibility === "visible";
  const edges = root.getElementsByClassName("react-flow__edge").length;
  const view = root.querySelector(".react-flow__viewport")?.style.transform;
  return shown ? `${nodes.length} ${edges} ${view}` : "";
};

export async function painted(mount, told, still) {
  const root = document.getElementById("root");
  root.replaceChildren();
  const place = document.createElement("div");
  place.style.height = "100%";
  root.append(place);
  await after();
  const begun = performance.now();
  const leave = mount({ ...told, parentElement: place, setStateValue: () => {} });
  let last = "";
  let at = begun;
  for (let now = begun; !last || now - at < still; now = await after()) {
    const found = seen(root);
    if (found !== last) [last, at] = [found, now];
    if (now - begun > 60_000) throw new Error("never painted");
  }
  return { spent: at - begun, leave, seen: last };
}

const RIM = 120;

const spot = (node) => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

// The box that is nearest to the middle of what is in sight, away from the rim: there a drag would
// move the sheet as well.
export function central(root) {
  const { left, top, right, bottom } = root.querySelector(".react-flow").getBoundingClientRect();
  const far = (node) => Math.hypot(spot(node)[0] - (left + right) / 2, spot(node)[1] - (top + bottom) / 2);
  const inside = (node) => {
    const [x, y] = spot(node);
    return x > left + RIM && x < right - RIM && y > top + RIM && y < bottom - RIM;
  };
  const nodes = [...root.getElementsByClassName("react-flow__node")].filter(inside);
  return nodes.reduce((one, other) => (far(other) < far(one) ? other : one));
}

const mouse = (target, kind, [x, y]) =>
  target.dispatchEvent(
    new MouseEvent(kind, { clientX: x, clientY: y, bubbles: true, cancelable: true, composed: true, view: window }),
  );

export async function dragged(root, id, frames) {
  const node = root.querySelector(`.react-flow__node[data-id="${id}"]`);
  const [x, y] = spot(node);
  const was = node.style.transform;
  mouse(node, "mousedown", [x, y]);
  for (const step of [2, 4, 6, 8]) {
    mouse(window, "mousemove", [x + step, y]);
    await after();
  }
  const spent = [];
  let before = await after();
  for (let frame = 0; frame < frames; frame += 1) {
    mouse(window, "mousemove", [x + 40 * Math.sin(frame / 6), y + 30 * Math.cos(frame / 6)]);
    const now = await after();
    spent.push(now - before);
    before = now;
  }
  if (node.style.transform === was) throw new Error("nothing moved");
  mouse(window, "mouseup", [x, y]);
  return spent;
}
