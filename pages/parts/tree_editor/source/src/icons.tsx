const SHAPES = {
  add: "M5 12h14M12 5v14",
  link: "M9 15l6-6M10 7l1.5-1.5a4 4 0 0 1 6 6L16 13M14 17l-1.500 1.500a4 4 0 0 1-6-6L8 11",
  find: "M16 16l4 4M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M16 5l4 4l-4 4M20 9H10a6 6 0 0 0 0 12h3",
  arrange: "M4 5h5v5H4zM15 4h5v4h-5zM15 12h5v4h-5zM4 15h5v5H4zM9 7.500h6M9 17h3l3-3",
  select: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 12l2 2l4-4",
  closer: "M5 12h14M12 5v14",
  farther: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  full: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
  keys: "M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8",
  rename: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  fold: "M6 9l6 6l6-6",
  unfold: "M9 6l6 6l-6 6",
  remove: "M5 7h14M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
  close: "M6 6l12 12M18 6L6 18",
} as const;

export type Shape = keyof typeof SHAPES;

export function Icon({ shape }: { shape: Shape }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[shape]} />
    </svg>
  );
}

interface Pressed {
  shape: Shape;
  label: string;
  act: () => void;
  pressed?: boolean;
  words?: boolean;
  kind?: string;
}

export function Tool({ shape, label, act, pressed, words, kind = "" }: Pressed) {
  return (
    <button
      type="button"
      className={`tool ${words ? "worded" : kind}`}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={act}
    >
      <Icon shape={shape} />
      {words && <span>{label}</span>}
    </button>
  );
}
