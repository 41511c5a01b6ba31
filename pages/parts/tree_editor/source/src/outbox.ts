// The wishes that Python has not acknowledged yet. Each has a number and a command id; they are
// kept in the browser's session too, so that a page that is loaded anew sends them again, under
// new numbers and the same command ids: the store does each once.

import type { Item, Op } from "./contract";

export interface Outbox {
  last: number;
  items: Item[];
}

export const EMPTY: Outbox = { last: 0, items: [] };

export function wished(outbox: Outbox, op: Op, command: string): Outbox {
  const seq = outbox.last + 1;
  return { last: seq, items: [...outbox.items, { seq, command, op }] };
}

export function acknowledged(outbox: Outbox, ack: number): Outbox {
  const last = Math.max(outbox.last, ack);
  const items = outbox.items.filter(({ seq }) => seq > ack);
  return items.length === outbox.items.length && last === outbox.last ? outbox : { last, items };
}

// What an earlier page has left behind, numbered anew after what this session has taken.
export function resumed(left: readonly Item[], ack: number): Outbox {
  const items = left.map((item, index) => ({ ...item, seq: ack + index + 1 }));
  return { last: ack + items.length, items };
}

// 128 bits of chance; also where a page is not served over https.
export function token(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
