// A sentence with what belongs in its gaps, as it was written.

export function said(sentence: string | undefined, values: Readonly<Record<string, string>>): string {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
}
