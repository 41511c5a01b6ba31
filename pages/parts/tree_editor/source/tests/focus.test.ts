// Where the focus goes when its box goes, and which keys a slider keeps for itself.
import { expect, test } from "vitest";
import { heir } from "../src/focus";
import { keyed } from "../src/keys";
import { graphOf } from "./plans";

const whole = graphOf(["posts>visits", "visits>orders"]);
const without = (...gone: string[]) => ({ ...whole, nodes: whole.nodes.filter(({ id }) => !gone.includes(id)) });

test("a box that goes hands the focus to what it moved, else to what moved it, else to the nearest", () => {
  expect(heir(whole, without("visits"), "visits")).toBe("orders");
  expect(heir(whole, without("visits", "orders"), "visits")).toBe("posts");
  expect(heir({ ...whole, edges: [] }, without("orders"), "orders")).toBe("visits");
});

test("of an empty map no box gets the focus", () => {
  expect(heir(whole, without("posts", "visits", "orders"), "visits")).toBeNull();
});

// A key that is pressed on something of the map, as the selectors tell it apart.
function pressed(key: string, on: "slider" | "field") {
  const target = {
    matches: () => on === "slider",
    closest: (selector: string) => (selector.includes("input") && !selector.startsWith("textarea") ? {} : null),
  };
  return keyed({ key, target, nativeEvent: {} } as unknown as React.KeyboardEvent, false);
}

test("on a slider the arrows are its own, all other keys the map's", () => {
  expect(pressed("ArrowLeft", "slider")).toBeNull();
  expect(pressed("Home", "slider")).toBeNull();
  expect(pressed("/", "slider")).toEqual({ kind: "act", name: "find" });
  expect(pressed("Escape", "slider")).toEqual({ kind: "act", name: "leave" });
});

test("in a field all keys are the field's", () => {
  expect(pressed("/", "field")).toBeNull();
});
