// The server's own route for wishes: it answers with what has changed, ahead of Python's run. Where it is missing, or has
// too much to do, there is no answer, and that run is.

import type { Item, Told } from "./contract";

const LATER = 30; // seconds, where the server does not say how long

const LONGEST = 10_000; // milliseconds: a line that was cut may never tell
const SHORT = 60_000; // letters that a browser sends even when the page is left

const closed = new Map<string, number>(); // until when the route is left alone, by desk

export interface Note {
  desk: string;
  drawing: number;
  items: readonly Item[];
}

export const isOpen = (desk: string): boolean => Date.now() >= (closed.get(desk) ?? 0);

export async function told(note: Note): Promise<Told | null> {
  const body = JSON.stringify(note);
  try {
    const response = await fetch(new URL("edit", document.baseURI), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      keepalive: body.length < SHORT,
      signal: AbortSignal.timeout(LONGEST),
    });
    if (response.status === 200) return (await response.json()) as Told;
    const missing = [403, 404, 405].includes(response.status); // plain `streamlit run`, or no right
    closed.set(note.desk, missing ? Infinity : Date.now() + 1_000 * (Number(response.headers.get("Retry-After")) || LATER));
  } catch {
    // Offline, or no word: Python's run waits for the connection as well.
  }
  return null;
}
