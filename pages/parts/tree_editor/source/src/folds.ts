// Which branches are folded, by plan. It is a matter of this screen, so it stays in this browser.

const KEY = (plan: string) => `enlace.folded.${plan}`;

export function keptFolds(plan: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY(plan)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function keepFolds(plan: string, folds: readonly string[]): void {
  try {
    if (folds.length) localStorage.setItem(KEY(plan), JSON.stringify(folds));
    else localStorage.removeItem(KEY(plan));
  } catch {
    // A browser that keeps nothing: they stay folded until the page is loaded anew.
  }
}
